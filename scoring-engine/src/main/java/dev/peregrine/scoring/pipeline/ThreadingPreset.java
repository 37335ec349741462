package dev.peregrine.scoring.pipeline;

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/** How the pipeline uses the machine's cores. */
public enum ThreadingPreset {
    /** A core for each stage, spinning: journal, score and publish have a thread each. */
    LOW_LATENCY,
    /**
     * Few threads that back off when idle: all stages share one. The default; right for two cores.
     */
    SHARED;

    private static final int MAX_SPINS = 10;
    private static final int MAX_YIELDS = 20;
    private static final long MIN_SLEEP_NS = 1_000;

    /** How long a thread of {@link #SHARED} sleeps at most unless told otherwise, nanoseconds. */
    public static final long LONGEST_SLEEP_NS = 50_000;

    /** A new idle strategy for one thread. */
    public IdleStrategy idleStrategy() {
        return idleStrategy(LONGEST_SLEEP_NS);
    }

    /**
     * A new idle strategy for one thread.
     *
     * @param longestSleepNs how long it sleeps at most where threads back off, nanoseconds
     */
    public IdleStrategy idleStrategy(long longestSleepNs) {
        return this == LOW_LATENCY
                ? new BusySpinIdleStrategy()
                : new BackoffIdleStrategy(MAX_SPINS, MAX_YIELDS, MIN_SLEEP_NS, longestSleepNs);
    }
}
