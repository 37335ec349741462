package dev.peregrine.client;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.IdleStrategy;

/**
 * What a client's thread does between events: while answers are due it rests for at most 50 µs, as
 * nobody tells it of them; while none are, for up to 1 ms, but is woken when an event is submitted.
 * {@link #wake} may be called by any thread, the rest by the client's own.
 */
final class WakeableIdleStrategy implements IdleStrategy {
    private static final int SPINS = 100;
    private static final long FIRST_PARK_NS = 1_000;
    private static final long LONGEST_PARK_NS = 50_000;
    private static final long LONGEST_SLEEP_NS = 1_000_000;

    private final BooleanSupplier answersDue;
    private volatile Thread sleeper;
    private int idled;
    private long parkNs = FIRST_PARK_NS;

    /**
     * @param answersDue whether an event is under way, that is from before it is put where the
     *     client's thread finds it
     */
    WakeableIdleStrategy(BooleanSupplier answersDue) {
        this.answersDue = answersDue;
    }

    /** Ends a rest that no answer will end. */
    void wake() {
        Thread thread = sleeper;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void idle(int workCount) {
        if (workCount > 0) {
            reset();
        } else {
            idle();
        }
    }

    @Override
    public void idle() {
        if (idled < SPINS) {
            idled++;
            Thread.onSpinWait();
        } else if (answersDue.getAsBoolean()) {
            LockSupport.parkNanos(Math.min(parkNs, LONGEST_PARK_NS));
            parkNs = Math.min(2 * parkNs, LONGEST_SLEEP_NS);
        } else {
            sleep();
        }
    }

    @Override
    public void reset() {
        idled = 0;
        parkNs = FIRST_PARK_NS;
    }

    private void sleep() {
        sleeper = Thread.currentThread();
        if (!answersDue.getAsBoolean()) {
            LockSupport.parkNanos(parkNs);
            parkNs = Math.min(2 * parkNs, LONGEST_SLEEP_NS);
        }
        sleeper = null;
    }
}
