package dev.peregrine.replay.journal;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Work that several threads do in turns, one at a time. What one has done is seen by the next. Any
 * thread.
 */
final class Turns {
    private static final long TAKE_PAUSE_NS = 10_000;

    private final AtomicBoolean taken = new AtomicBoolean();
    private final AtomicLong number = new AtomicLong();

    /** Takes a turn, unless another is at it. Does not wait. */
    boolean tryTake() {
        if (taken.getPlain() || !taken.compareAndSet(false, true)) {
            return false;
        }
        number.setRelease(number.getPlain() + 1);
        return true;
    }

    /** Takes a turn. Blocks while another is at it. */
    void take() {
        while (!tryTake()) {
            LockSupport.parkNanos(TAKE_PAUSE_NS);
        }
    }

    /** Ends the turn of the calling thread. */
    void giveBack() {
        taken.setRelease(false);
    }

    /** Of the turn that is on or was the last. */
    long number() {
        return number.getAcquire();
    }
}
