package dev.peregrine.replay.lane;

import dev.peregrine.scoring.features.TransactionView;

/**
 * A model that runs in the side lane only: it sees every decision that the lane does not drop, in
 * order, and its score is kept with the decision's evidence. It may allocate and be slow; it then
 * lags, and the lane drops decisions, which are counted. One that throws is switched off.
 *
 * <p>Called by the lane's thread alone. What it learns lasts as long as the process, unless it
 * keeps it itself.
 */
public interface ShadowModel extends AutoCloseable {
    /** Name in evidence and metrics; the same from start to start. */
    String name();

    /**
     * Scores a decision.
     *
     * @param decision valid until this returns
     * @return the score, in the model's own unit; NaN for none
     */
    double score(LaneDecision decision);

    /**
     * Hears of a label that the engine took.
     *
     * @param tenantId owner
     * @param original the payment that it is about; valid until this returns
     * @param outcome what the payment is known to be from now on
     */
    default void onLabel(int tenantId, TransactionView original, KnownOutcome outcome) {}

    /** Frees what it holds; nothing by default. */
    @Override
    default void close() {}
}
