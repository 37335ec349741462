package dev.peregrine.replay.backtest.metrics;

/**
 * Confidence intervals of the areas under both curves: the ranking is drawn again and again, with
 * replacement, all replicates in one pass. Transactions count as independent of each other: where
 * frauds come in runs on one card the truth is somewhat wider. One thread.
 */
public final class CurveBootstrap implements CellVisitor {
    private final AreaSums[] replicates;
    private final PoissonSource draws;

    /**
     * @param replicates how often it is drawn
     */
    public CurveBootstrap(int replicates, long seed) {
        this.replicates = new AreaSums[replicates];
        for (int r = 0; r < replicates; r++) {
            this.replicates[r] = new AreaSums();
        }
        draws = new PoissonSource(seed);
    }

    @Override
    public void onCell(double rank, Cell cell) {
        for (AreaSums replicate : replicates) {
            long frauds = cell.frauds == 0 ? 0 : draws.of(cell.frauds);
            long goods = cell.goods == 0 ? 0 : draws.of(cell.goods);
            replicate.add((double) frauds, (double) goods);
        }
    }

    /** Interval of {@link Curve#rocAuc}. */
    public Interval rocAuc() {
        double[] values = new double[replicates.length];
        for (int r = 0; r < values.length; r++) {
            values[r] = replicates[r].rocAuc();
        }
        return Interval.of(values);
    }

    /** Interval of {@link Curve#averagePrecision}. */
    public Interval averagePrecision() {
        double[] values = new double[replicates.length];
        for (int r = 0; r < values.length; r++) {
            values[r] = replicates[r].averagePrecision();
        }
        return Interval.of(values);
    }
}
