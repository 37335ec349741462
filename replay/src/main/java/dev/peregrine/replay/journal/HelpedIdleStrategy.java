package dev.peregrine.replay.journal;

import java.util.function.BooleanSupplier;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * Backs off like another while the thread is alone, and while it is helped to a millisecond,
 * without yielding: whoever helps does what there is to do, as long as it has the time.
 */
final class HelpedIdleStrategy implements IdleStrategy {
    private static final long MIN_PARK_NS = 1_000;
    private static final long MAX_PARK_NS = 1_000_000;

    private final IdleStrategy helped = new BackoffIdleStrategy(10, 0, MIN_PARK_NS, MAX_PARK_NS);
    private final IdleStrategy alone;
    private final BooleanSupplier isHelped;

    HelpedIdleStrategy(IdleStrategy alone, BooleanSupplier isHelped) {
        this.alone = alone;
        this.isHelped = isHelped;
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
        helped.reset();
        alone.reset();
    }

    private IdleStrategy current() {
        return isHelped.getAsBoolean() ? helped : alone;
    }
}
