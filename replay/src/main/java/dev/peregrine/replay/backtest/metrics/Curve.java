package dev.peregrine.replay.backtest.metrics;

import java.util.List;

/**
 * The precision-recall and the ROC curve of a ranking, and the areas under them. Transactions of
 * unknown outcome are part of none of it. Ratios are NaN where they are 0 / 0.
 *
 * @param rocAuc the chance that a fraud ranks higher than a good transaction, ties counting half
 * @param averagePrecision precision at each rank, from the highest down, weighted by the recall
 *     that the rank adds; no interpolation
 * @param rocAucByAmount the same, each transaction counting as much as its amount
 * @param averagePrecisionByAmount the same, each transaction counting as much as its amount
 * @param total what was ranked
 * @param points points of both curves, highest rank first, close enough to draw from
 */
public record Curve(
        double rocAuc,
        double averagePrecision,
        double rocAucByAmount,
        double averagePrecisionByAmount,
        Cell total,
        List<Point> points) {
    public Curve {
        points = List.copyOf(points);
    }

    /**
     * What flagging a rank and all above comes to.
     *
     * @param rank the lowest rank that is flagged
     * @param precision frauds among those flagged
     * @param recall frauds flagged among all frauds
     * @param falsePositiveRate good ones flagged among all good ones
     * @param amountRecall money of the frauds flagged in that of all frauds
     * @param amountFalsePositiveRate money of the good ones flagged in that of all good ones
     * @param flagged all that is flagged, those of unknown outcome included
     */
    public record Point(
            double rank,
            double precision,
            double recall,
            double falsePositiveRate,
            double amountRecall,
            double amountFalsePositiveRate,
            long flagged) {
        static Point of(double rank, Cell above, Cell total) {
            return new Point(
                    rank,
                    above.frauds / (double) (above.frauds + above.goods),
                    above.frauds / (double) total.frauds,
                    above.goods / (double) total.goods,
                    above.fraudMoney / total.fraudMoney,
                    above.goodMoney / total.goodMoney,
                    above.frauds + above.goods + above.unknown);
        }
    }
}
