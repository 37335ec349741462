package dev.peregrine.replay.journal;

import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.driver.ThreadingMode;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/** How many threads driver and archive take, named by intent. */
public enum ArchivePreset {
    /** One thread for driver and archive, backing off to 100 microseconds. */
    SHARED,
    /** A core for each of the driver's and the archive's roles, spinning. */
    LOW_LATENCY;

    private static final long MIN_PARK_NS = 1_000;
    private static final long MAX_PARK_NS = 100_000;

    ThreadingMode driver() {
        return this == LOW_LATENCY ? ThreadingMode.DEDICATED : ThreadingMode.INVOKER;
    }

    ArchiveThreadingMode archive() {
        return this == LOW_LATENCY ? ArchiveThreadingMode.DEDICATED : ArchiveThreadingMode.INVOKER;
    }

    IdleStrategy newIdleStrategy() {
        return this == LOW_LATENCY
                ? new BusySpinIdleStrategy()
                : new BackoffIdleStrategy(100, 10, MIN_PARK_NS, MAX_PARK_NS);
    }
}
