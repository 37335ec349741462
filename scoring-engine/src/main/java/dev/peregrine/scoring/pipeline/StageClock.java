package dev.peregrine.scoring.pipeline;

import org.agrona.concurrent.EpochNanoClock;

/**
 * Stamps hand-overs on one thread. Where a thread goes from one event straight to the next, the end
 * of the one is the begin of the other, and the clock is read once for both.
 */
final class StageClock {
    private final EpochNanoClock clock;
    private long last = Long.MIN_VALUE;

    StageClock(EpochNanoClock clock) {
        this.clock = clock;
    }

    /** The end of a piece of work. */
    long end() {
        last = clock.nanoTime();
        return last;
    }

    /**
     * The begin of a piece of work: the end of the one before, if what is begun was already there.
     *
     * @param thereNanos when it could have been begun at the earliest, as far as stamps tell
     */
    long begin(long thereNanos) {
        return last > thereNanos ? last : end();
    }
}
