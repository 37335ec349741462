package dev.peregrine.replay.monitor;

import java.util.Arrays;

/**
 * An adaptive window over a stream of numbers in 0 .. 1, which forgets its older part as soon as
 * that differs in mean from the newer part by more than chance allows: ADWIN2 of Bifet and Gavaldà,
 * Learning from Time-Changing Data with Adaptive Windowing, SDM 2007.
 *
 * <p>The window is an exponential histogram: rows of at most {@value #BUCKETS} buckets, those of
 * row r holding 2^r numbers each; memory grows with the logarithm of the window. Every {@value
 * #NUMBERS_BETWEEN} numbers each boundary between buckets is tried as a cut: with n0 and n1 numbers
 * on its sides, 1/m = 1/n0 + 1/n1, n = n0 + n1 and the variance v of all, the means may differ by
 *
 * <pre>
 *   sqrt(2/m v ln(2 ln(n) / delta)) + 2/(3 m) ln(2 ln(n) / delta)
 * </pre>
 *
 * One thread; allocates nothing after it is made.
 */
public final class Adwin {
    private static final int BUCKETS = 5;
    private static final int ROWS = 48;
    private static final int NUMBERS_BETWEEN = 32;
    private static final int LEAST_SIDE = 32;

    private final double delta;

    /** By row: the buckets, the oldest first. */
    private final double[][] sums = new double[ROWS][BUCKETS + 1];

    private final double[][] squares = new double[ROWS][BUCKETS + 1];
    private final int[] filled = new int[ROWS];
    private long size;
    private double sum;
    private double square;
    private long added;
    private double olderMean = Double.NaN;
    private double newerMean = Double.NaN;
    private long newerSize;
    private double cutOlderMean;
    private double cutNewerMean;
    private long cutNewerSize;

    /**
     * @param delta how likely a test may find a difference in a stream that does not change, 0 .. 1
     *     exclusive
     */
    public Adwin(double delta) {
        if (!(delta > 0 && delta < 1)) {
            throw new IllegalArgumentException("delta " + delta);
        }
        this.delta = delta;
    }

    /**
     * Takes a number.
     *
     * @param value 0 .. 1
     * @return true when the older part of the window was forgotten: the stream has changed
     */
    public boolean add(double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("not within 0 .. 1: " + value);
        }
        insert(0, value, value * value);
        size++;
        sum += value;
        square += value * value;
        return ++added % NUMBERS_BETWEEN == 0 && shrink();
    }

    /** Numbers in the window. */
    public long size() {
        return size;
    }

    /** Mean of the window; NaN when it is empty. */
    public double mean() {
        return sum / size;
    }

    /**
     * Mean of the older side of the cut at which the last change showed most; NaN before the first.
     */
    public double olderMean() {
        return olderMean;
    }

    /** Mean of the newer side of that cut. */
    public double newerMean() {
        return newerMean;
    }

    /** Numbers on the newer side of that cut. */
    public long newerSize() {
        return newerSize;
    }

    private void insert(int row, double bucketSum, double bucketSquare) {
        sums[row][filled[row]] = bucketSum;
        squares[row][filled[row]] = bucketSquare;
        if (++filled[row] > BUCKETS) {
            double twoSums = sums[row][0] + sums[row][1];
            double twoSquares = squares[row][0] + squares[row][1];
            drop(row, 2);
            insert(row + 1, twoSums, twoSquares);
        }
    }

    private void drop(int row, int count) {
        System.arraycopy(sums[row], count, sums[row], 0, filled[row] - count);
        System.arraycopy(squares[row], count, squares[row], 0, filled[row] - count);
        filled[row] -= count;
    }

    private boolean shrink() {
        if (!differs()) {
            return false;
        }
        olderMean = cutOlderMean;
        newerMean = cutNewerMean;
        newerSize = cutNewerSize;
        do {
            int row = oldestRow();
            sum -= sums[row][0];
            square -= squares[row][0];
            size -= 1L << row;
            drop(row, 1);
        } while (differs());
        return true;
    }

    private int oldestRow() {
        int row = ROWS - 1;
        while (filled[row] == 0) {
            row--;
        }
        return row;
    }

    /** True when a cut exists whose sides differ; keeps that whose sides differ most. */
    private boolean differs() {
        double variance = Math.max(0, square / size - mean() * mean());
        double logarithm = Math.log(2 * Math.log((double) size) / delta);
        double most = 1;
        boolean found = false;
        long older = 0;
        double olderSum = 0;
        for (int row = oldestRow(); row >= 0; row--) {
            for (int bucket = 0; bucket < filled[row]; bucket++) {
                older += 1L << row;
                olderSum += sums[row][bucket];
                long newer = size - older;
                if (newer < LEAST_SIDE) {
                    return found;
                }
                if (older >= LEAST_SIDE) {
                    double inverse = 1.0 / older + 1.0 / newer;
                    double bound =
                            Math.sqrt(2 * inverse * variance * logarithm)
                                    + 2.0 / 3 * inverse * logarithm;
                    double oldMean = olderSum / older;
                    double newMean = (sum - olderSum) / newer;
                    double part = Math.abs(oldMean - newMean) / bound;
                    if (part > most) {
                        most = part;
                        found = true;
                        cutOlderMean = oldMean;
                        cutNewerMean = newMean;
                        cutNewerSize = newer;
                    }
                }
            }
        }
        return found;
    }

    /** Forgets everything. */
    public void clear() {
        Arrays.fill(filled, 0);
        size = 0;
        sum = 0;
        square = 0;
        added = 0;
        olderMean = Double.NaN;
        newerMean = Double.NaN;
        newerSize = 0;
    }
}
