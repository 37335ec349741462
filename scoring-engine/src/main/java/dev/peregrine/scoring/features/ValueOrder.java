package dev.peregrine.scoring.features;

import dev.peregrine.protocol.codec.AttributeType;

/** Orders the values of two registers as CEL does. */
@FunctionalInterface
interface ValueOrder {
    /** Negative, zero or positive: left is less than, equal to or greater than right. */
    int compare(ValueRegister left, ValueRegister right);

    /** The order of two types that a condition can compare. */
    static ValueOrder of(AttributeType left, AttributeType right) {
        if (left == AttributeType.STRING) {
            return ValueOrder::texts;
        }
        boolean leftDouble = left == AttributeType.DOUBLE;
        if (right == AttributeType.DOUBLE) {
            return leftDouble
                    ? (a, b) -> doubles(a.number, b.number)
                    : (a, b) -> -mixed(b.number, a.integer);
        }
        return leftDouble
                ? (a, b) -> mixed(a.number, b.integer)
                : (a, b) -> Long.compare(a.integer, b.integer);
    }

    private static int doubles(double left, double right) {
        return left < right ? -1 : left > right ? 1 : 0;
    }

    /**
     * As CEL for Java does it: outside the range of a long by magnitude, else after rounding the
     * integer, with -0.0 below 0.
     */
    private static int mixed(double left, long right) {
        if (left > Long.MAX_VALUE) {
            return 1;
        }
        return left < Long.MIN_VALUE ? -1 : Double.compare(left, (double) right);
    }

    private static int texts(ValueRegister left, ValueRegister right) {
        int common = Math.min(left.textLength, right.textLength);
        for (int i = 0; i < common; i++) {
            byte a = left.text.getByte(left.textOffset + i);
            byte b = right.text.getByte(right.textOffset + i);
            if (a != b) {
                return Utf8Order.compare(a, b);
            }
        }
        return left.textLength - right.textLength;
    }
}
