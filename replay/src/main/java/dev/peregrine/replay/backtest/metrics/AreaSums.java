package dev.peregrine.replay.backtest.metrics;

/**
 * Areas under both curves of a weighted ranking, summed up from the highest rank down. One thread.
 */
public final class AreaSums {
    private double frauds;
    private double goods;
    private double wins;
    private double precisions;

    /** Weights of the frauds and the good ones of the next rank. */
    public void add(double fraudWeight, double goodWeight) {
        wins += goodWeight * (frauds + fraudWeight / 2);
        frauds += fraudWeight;
        goods += goodWeight;
        if (fraudWeight > 0) {
            precisions += fraudWeight * (frauds / (frauds + goods));
        }
    }

    /** The chance that a fraud ranks higher than a good one, ties counting half. */
    public double rocAuc() {
        return wins / (frauds * goods);
    }

    /** Precision at each rank, weighted by the recall that the rank adds. */
    public double averagePrecision() {
        return precisions / frauds;
    }
}
