package dev.peregrine.scoring.rules.compile;

/** Arithmetic and comparisons of numbers as CEL has them, for compiled rules. */
final class RuleMath {
    private static final int EXPONENT_BEYOND_LONG = 63;

    private RuleMath() {}

    static boolean addOverflows(long left, long right) {
        long sum = left + right;
        return ((left ^ sum) & (right ^ sum)) < 0;
    }

    static boolean subtractOverflows(long left, long right) {
        return ((left ^ right) & (left ^ (left - right))) < 0;
    }

    static boolean multiplyOverflows(long left, long right) {
        return Math.multiplyHigh(left, right) != (left * right) >> 63;
    }

    /** Division by zero, and the one quotient that a long does not hold. */
    static boolean divideFails(long left, long right) {
        return right == 0 || (left == Long.MIN_VALUE && right == -1);
    }

    /** NaN, infinities, and what has no long near to it; as in CEL, -2^63 is among them. */
    static boolean toLongFails(double value) {
        return Math.getExponent(value) >= EXPONENT_BEYOND_LONG;
    }

    /**
     * Negative, zero or positive, as CEL for Java compares: outside the range of a long by
     * magnitude, else after rounding the whole number, with -0.0 below 0 and NaN above all.
     */
    static int compare(double left, long right) {
        if (left < Long.MIN_VALUE) {
            return -1;
        }
        return left > Long.MAX_VALUE ? 1 : Double.compare(left, (double) right);
    }

    static int compare(long left, double right) {
        return -compare(right, left);
    }
}
