package dev.peregrine.scoring.rules.compile;

import java.util.Arrays;

/** Decimal numbers after {@code in}; -0.0 equals 0.0, NaN equals nothing. Immutable. */
final class DoubleSet {
    private final double[] values;

    /**
     * @param values none is NaN
     */
    DoubleSet(double[] values) {
        this.values = Arrays.stream(values).map(value -> value + 0.0).sorted().toArray();
    }

    boolean contains(double value) {
        return Arrays.binarySearch(values, value + 0.0) >= 0;
    }
}
