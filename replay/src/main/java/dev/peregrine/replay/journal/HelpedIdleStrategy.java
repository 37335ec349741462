package dev.peregrine.replay.journal;

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * Backs off like another until the thread is helped, and then to a millisecond, without yielding:
 * whoever helps does what there is to do, as long as it has the time.
 */
final class HelpedIdleStrategy implements IdleStrategy {
    private static final long MIN_PARK_NS = 1_000;
    private static final long MAX_PARK_NS = 1_000_000;

    private final IdleStrategy helped = new BackoffIdleStrategy(10, 0, MIN_PARK_NS, MAX_PARK_NS);
    private final IdleStrategy alone;
    private volatile boolean isHelped;

    HelpedIdleStrategy(IdleStrategy alone) {
        this.alone = alone;
    }

    /** From now on another thread helps. Any thread. */
    void helped() {
        isHelped = true;
    }

    @Override
    public void idle(int workCount) {
        current().idle(workCount);
    }

    @Override
    public void idle() {
        current().idle();
    }

    @Override
    public void reset() {
        current().reset();
    }

    private IdleStrategy current() {
        return isHelped ? helped : alone;
    }
}
