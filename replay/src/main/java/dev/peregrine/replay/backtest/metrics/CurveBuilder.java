package dev.peregrine.replay.backtest.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes a {@link Curve} in one pass. Keeps a point wherever recall or false-positive rate has moved
 * enough to be seen, so their number is bounded. One thread.
 */
public final class CurveBuilder implements CellVisitor {
    private static final double STEP = 1 / 400.0;

    private final Cell total;
    private final Cell above = new Cell();
    private final AreaSums counts = new AreaSums();
    private final AreaSums money = new AreaSums();
    private final List<Curve.Point> points = new ArrayList<>();
    private double lastRank = Double.NaN;
    private double keptRecall;
    private double keptFalsePositiveRate;

    /**
     * @param total of the ranking that is shown
     */
    public CurveBuilder(Cell total) {
        this.total = total;
    }

    @Override
    public void onCell(double rank, Cell cell) {
        counts.add((double) cell.frauds, (double) cell.goods);
        money.add(cell.fraudMoney, cell.goodMoney);
        above.add(cell);
        lastRank = rank;
        double recall = above.frauds / (double) total.frauds;
        double falsePositiveRate = above.goods / (double) total.goods;
        if (points.isEmpty()
                || recall - keptRecall >= STEP
                || falsePositiveRate - keptFalsePositiveRate >= STEP) {
            keep();
        }
    }

    /** The curve, once all cells were shown. */
    public Curve build() {
        if (!points.isEmpty() && points.get(points.size() - 1).rank() != lastRank) {
            keep();
        }
        return new Curve(
                counts.rocAuc(),
                counts.averagePrecision(),
                money.rocAuc(),
                money.averagePrecision(),
                total,
                points);
    }

    private void keep() {
        Curve.Point point = Curve.Point.of(lastRank, above, total);
        points.add(point);
        keptRecall = point.recall();
        keptFalsePositiveRate = point.falsePositiveRate();
    }
}
