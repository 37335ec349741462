package dev.peregrine.replay.backtest.metrics;

import java.util.Arrays;

/**
 * A 95 % confidence interval.
 *
 * @param low 2.5th percentile of the replicates
 * @param high 97.5th percentile
 */
public record Interval(double low, double high) {
    /** The interval of replicates; those that are no number are left out. NaN without any. */
    public static Interval of(double[] replicates) {
        double[] sorted = Arrays.stream(replicates).filter(Double::isFinite).sorted().toArray();
        if (sorted.length == 0) {
            return new Interval(Double.NaN, Double.NaN);
        }
        return new Interval(percentile(sorted, 0.025), percentile(sorted, 0.975));
    }

    private static double percentile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
