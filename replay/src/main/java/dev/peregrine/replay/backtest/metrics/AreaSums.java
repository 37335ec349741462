package dev.peregrine.replay.backtest.metrics;

/**
 * Areas under both curves of a weighted ranking, summed up from the highest rank down. One thread.
 */
final class AreaSums {
    private double frauds;
    private double goods;
    private double wins;
    private double precisions;

    /** Weights of the frauds and the good ones of the next rank. */
    void add(double fraudWeight, double goodWeight) {
        wins += goodWeight * (frauds + fraudWeight / 2);
        frauds += fraudWeight;
        goods += goodWeight;
        if (fraudWeight > 0) {
            precisions += fraudWeight * (frauds / (frauds + goods));
        }
    }

    double rocAuc() {
        return wins / (frauds * goods);
    }

    double averagePrecision() {
        return precisions / frauds;
    }
}
