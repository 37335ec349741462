package dev.peregrine.state;

/**
 * Statistics from integer sums: the differences in which floating-point formulas lose their digits
 * are taken in 128-bit integers and rounded once.
 */
public final class ExactSums {
    private static final double TWO_64 = 0x1p64;

    private ExactSums() {}

    /**
     * {@code n S - a b}, where S is a 128-bit integer. The result must be below 2^127; intermediate
     * values may wrap around.
     *
     * @param high upper half of S
     * @param low lower half of S
     */
    public static double productDifference(long n, long high, long low, long a, long b) {
        long firstLow = n * low;
        long firstHigh = unsignedMultiplyHigh(n, low) + n * high;
        long secondLow = a * b;
        long resultLow = firstLow - secondLow;
        long resultHigh =
                firstHigh
                        - Math.multiplyHigh(a, b)
                        - (Long.compareUnsigned(firstLow, secondLow) < 0 ? 1 : 0);
        return toDouble(resultHigh, resultLow);
    }

    /**
     * Population standard deviation of n values.
     *
     * @param n at least 1
     * @param sum of the values
     * @param squaresHigh upper half of the sum of their squares
     * @param squaresLow lower half
     */
    public static double standardDeviation(long n, long sum, long squaresHigh, long squaresLow) {
        return Math.sqrt(productDifference(n, squaresHigh, squaresLow, sum, sum)) / n;
    }

    /** A signed 128-bit integer as the nearest double, within one unit in the last place. */
    public static double toDouble(long high, long low) {
        if (high >= 0) {
            return magnitude(high, low);
        }
        return -magnitude(~high + (low == 0 ? 1 : 0), -low);
    }

    private static double magnitude(long high, long low) {
        double lower = low >= 0 ? low : ((low >>> 1) | (low & 1)) * 2.0;
        return high * TWO_64 + lower;
    }

    private static long unsignedMultiplyHigh(long a, long b) {
        return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
    }
}
