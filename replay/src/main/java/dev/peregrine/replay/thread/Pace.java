package dev.peregrine.replay.thread;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Keeps the work of a thread to a share of a core: it works for {@value #SLICE_NS} ns and rests for
 * as long as the share asks. Also where the work ends early, because it was stopped or its time is
 * up. One thread, which calls {@link #step} at least every few milliseconds.
 */
public final class Pace {
    private static final long SLICE_NS = 250_000;
    private static final long LONGEST_REST_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int EVENTS_TOGETHER = 32;
    private static final long BYTES_TOGETHER = 32 * 1024;

    private final double share;
    private final BooleanSupplier stopped;
    private final long limitNs;
    private final long startNanos = System.nanoTime();
    private long sliceNanos = startNanos;
    private int events;
    private long bytes;

    /** The work was stopped. */
    public static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StoppedException() {
            super("stopped", null, false, false);
        }
    }

    /** The work has taken too long. */
    public static final class TimeUpException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TimeUpException(long limitNs) {
            super(
                    "not finished in the "
                            + TimeUnit.NANOSECONDS.toMillis(limitNs)
                            + " ms that were left for it");
        }
    }

    /**
     * Begins now.
     *
     * @param share of a core; more than 0, at most 1
     * @param stopped asked at every step
     * @param limitNs how long the work may take, rests included; {@link Long#MAX_VALUE} for any
     *     time
     */
    public Pace(double share, BooleanSupplier stopped, long limitNs) {
        this.share = share;
        this.stopped = stopped;
        this.limitNs = limitNs;
    }

    /** All of a core, for as long as it takes. */
    public static Pace full() {
        return new Pace(1, () -> false, Long.MAX_VALUE);
    }

    /**
     * Some work has been done.
     *
     * @throws StoppedException when it was stopped
     * @throws TimeUpException when its time is up
     */
    public void step() {
        long now = System.nanoTime();
        check(now);
        long workedNs = now - sliceNanos;
        if (share < 1 && workedNs >= SLICE_NS) {
            rest(now, (long) (workedNs * (1 - share) / share));
            sliceNanos = System.nanoTime();
        }
    }

    /** Work goes on after a time in which there was none, which does not count as work. */
    public void resume() {
        sliceNanos = System.nanoTime();
    }

    /** The work on an event has been done, a small step. */
    public void event() {
        if (++events == EVENTS_TOGETHER) {
            events = 0;
            step();
        }
    }

    /** So many bytes of state have been copied, a small step. */
    public void bytes(long count) {
        bytes += count;
        if (bytes >= BYTES_TOGETHER) {
            bytes = 0;
            step();
        }
    }

    private void rest(long from, long ns) {
        long restNs = Math.min(ns, LONGEST_REST_NS);
        long now = from;
        while (now - from < restNs) {
            LockSupport.parkNanos(restNs - (now - from));
            now = System.nanoTime();
            check(now);
        }
    }

    private void check(long now) {
        if (stopped.getAsBoolean()) {
            throw new StoppedException();
        }
        if (now - startNanos > limitNs) {
            throw new TimeUpException(limitNs);
        }
    }
}
