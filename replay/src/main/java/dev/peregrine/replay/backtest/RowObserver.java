package dev.peregrine.replay.backtest;

import dev.peregrine.replay.backtest.metrics.Observation;

/**
 * Sees every payment that is measured, so that a caller can take measures of its own. Called on the
 * deciding thread, in the order of the input.
 */
@FunctionalInterface
public interface RowObserver {
    /** Looks at nothing. */
    RowObserver NONE = (seen, knownAtNs, features) -> {};

    /**
     * Called for a payment of the evaluation window that is not left out.
     *
     * @param seen filled anew for the next payment
     * @param knownAtNs when its outcome is known, epoch nanoseconds
     * @param features features and model outputs as the first policy had them; filled anew for the
     *     next payment
     */
    void onRow(Observation seen, long knownAtNs, double[] features);
}
