package dev.peregrine.replay.backtest;

import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.scoring.model.LearnerView;
import dev.peregrine.scoring.rules.RuleLists;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import org.agrona.DirectBuffer;

/** The scoring engine, as the backtest calls it. One thread. */
@FunctionalInterface
public interface Engine {
    /**
     * Handles one event.
     *
     * @param epoch run to which the sequence belongs
     * @param sequence place in the order, ascending
     * @param ingressTimeNs when the event came in, never descending
     * @param buffer holds the event's message with its header
     * @param result filled with what came of it
     */
    void onEvent(
            long epoch,
            long sequence,
            long ingressTimeNs,
            DirectBuffer buffer,
            int offset,
            int length,
            EventResult result);

    /**
     * Makes ready what it begins with, if that is not nothing. Before the first event, unless
     * {@link #load} takes its place.
     *
     * @throws BacktestException when that cannot be read, or is of no use to the policy
     */
    default void begin() throws BacktestException {}

    /** Sequence of the last event that it knows; 0 where it knows none. */
    default long lastSequence() {
        return 0;
    }

    /** Ingress time of that event, epoch nanoseconds; the least there is where it knows none. */
    default long watermarkNs() {
        return Long.MIN_VALUE;
    }

    /** Shows a visitor every model that learns online; none by default. */
    default void visitLearners(LearnerView.Visitor visitor) {}

    /** For the user: which limit made the engine refuse the last event with CAPACITY. */
    default String limitReached() {
        return "the engine has no room for it";
    }

    /** Whether {@link #save} and {@link #load} work. */
    default boolean canBeSaved() {
        return false;
    }

    /** What its results depend on beside the policy, for people. */
    default String settings() {
        return "";
    }

    /** Saves everything that later results depend on. */
    default void save(StateSink sink) {
        throw new UnsupportedOperationException();
    }

    /** Takes what another of the same policy and settings saved; before the first event. */
    default void load(StateSource source) {
        throw new UnsupportedOperationException();
    }

    /** The tenant's lists as of the last decision; the same from an activation to the next. */
    default RuleLists lists(int tenantId) {
        return RuleLists.EMPTY;
    }
}
