package dev.peregrine.replay.backtest.report;

import dev.peregrine.policy.ScoreBands;

/**
 * How well scores tell fraud from good, over all thresholds. Exact: scores are whole numbers of 0
 * .. 999, so two counters a score hold everything. One thread.
 */
public final class ScoreMetrics {
    private final long[] frauds = new long[ScoreBands.MAX_SCORE + 1];
    private final long[] goods = new long[ScoreBands.MAX_SCORE + 1];

    /** Counts a transaction. */
    public void add(int score, boolean fraud) {
        (fraud ? frauds : goods)[score]++;
    }

    /**
     * Area under the ROC curve: the chance that a fraud scores higher than a good transaction, ties
     * counting half.
     *
     * @return 0 .. 1; NaN without frauds or without good transactions
     */
    public double rocAuc() {
        double wins = 0;
        long goodsBelow = 0;
        long fraudTotal = 0;
        for (int score = 0; score < frauds.length; score++) {
            wins += (double) frauds[score] * (goodsBelow + goods[score] / 2.0);
            goodsBelow += goods[score];
            fraudTotal += frauds[score];
        }
        return wins / ((double) fraudTotal * goodsBelow);
    }

    /**
     * Average precision: precision at each threshold, from the highest down, weighted by the recall
     * that the threshold adds; no interpolation.
     *
     * @return 0 .. 1; NaN without frauds
     */
    public double averagePrecision() {
        double sum = 0;
        long caught = 0;
        long flagged = 0;
        for (int score = frauds.length - 1; score >= 0; score--) {
            caught += frauds[score];
            flagged += frauds[score] + goods[score];
            if (frauds[score] > 0) {
                sum += frauds[score] * ((double) caught / flagged);
            }
        }
        return sum / caught;
    }
}
