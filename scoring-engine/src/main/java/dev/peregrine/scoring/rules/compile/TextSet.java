package dev.peregrine.scoring.rules.compile;

import java.util.Arrays;

/** Texts after {@code in}. Immutable. */
final class TextSet {
    private final byte[][] values;

    TextSet(TextValue[] values) {
        this.values =
                Arrays.stream(values)
                        .map(value -> value.bytes)
                        .sorted(Arrays::compareUnsigned)
                        .toArray(byte[][]::new);
    }

    boolean contains(TextValue value) {
        int low = 0;
        int high = values.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            byte[] candidate = values[middle];
            int order =
                    Arrays.compareUnsigned(
                            candidate, 0, candidate.length, value.bytes, 0, value.length);
            if (order == 0) {
                return true;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }
}
