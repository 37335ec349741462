package dev.peregrine.replay.monitor;

import com.amazon.randomcutforest.RandomCutForest;

/**
 * How unlike the payments before it a payment is, without labels: the anomaly score of a random cut
 * forest (Guha et al., Robust Random Cut Forest Based Anomaly Detection on Streams, ICML 2016) over
 * standardised values. Below 1 for the usual; the higher, the less usual.
 *
 * <p>A value x is taken as sign(x) ln(1 + |x|), standardised by the mean and deviation of all
 * values so far and limited to {@value #LIMIT} deviations, so that no feature outweighs the others
 * by its unit; a missing one is the mean. One thread; allocates.
 */
final class AnomalyForest {
    private static final double LIMIT = 10;
    private static final int SAMPLE = 256;
    private static final double LEAST_VARIANCE = 1e-12;

    private final RandomCutForest forest;
    private final double[] means;
    private final double[] squares;
    private final long[] counts;
    private final float[] point;

    /**
     * @param dimensions values of a row
     * @param seed of its draws
     */
    AnomalyForest(int dimensions, int trees, long seed) {
        forest =
                RandomCutForest.builder()
                        .dimensions(dimensions)
                        .numberOfTrees(trees)
                        .sampleSize(SAMPLE)
                        .outputAfter(SAMPLE)
                        .randomSeed(seed)
                        .parallelExecutionEnabled(false)
                        .build();
        means = new double[dimensions];
        squares = new double[dimensions];
        counts = new long[dimensions];
        point = new float[dimensions];
    }

    int dimensions() {
        return point.length;
    }

    /**
     * Scores a row, then learns it.
     *
     * @param row at least as many values as dimensions; NaN is missing
     * @return NaN until enough has been seen
     */
    double score(double[] row) {
        for (int i = 0; i < point.length; i++) {
            point[i] = (float) standardise(i, row[i]);
        }
        double score = forest.isOutputReady() ? forest.getAnomalyScore(point) : Double.NaN;
        forest.update(point);
        return score;
    }

    private double standardise(int i, double value) {
        if (Double.isNaN(value)) {
            return 0;
        }
        double known = Math.copySign(Math.log1p(Math.min(Math.abs(value), 1e18)), value);
        counts[i]++;
        double distance = known - means[i];
        means[i] += distance / counts[i];
        squares[i] += distance * (known - means[i]);
        double deviation = Math.sqrt(Math.max(LEAST_VARIANCE, squares[i] / counts[i]));
        return Math.max(-LIMIT, Math.min(LIMIT, (known - means[i]) / deviation));
    }
}
