package dev.peregrine.scoring.rules.compile;

import java.util.Arrays;

/** Whole numbers after {@code in}. Immutable. */
final class LongSet {
    private static final int MOST_IN_A_ROW = 8;

    private final long[] values;

    LongSet(long[] values) {
        this.values = values.clone();
        Arrays.sort(this.values);
    }

    boolean contains(long value) {
        if (values.length > MOST_IN_A_ROW) {
            return Arrays.binarySearch(values, value) >= 0;
        }
        for (long each : values) {
            if (each == value) {
                return true;
            }
        }
        return false;
    }
}
