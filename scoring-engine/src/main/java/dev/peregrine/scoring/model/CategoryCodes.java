package dev.peregrine.scoring.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Finds a text among a list of categories. Immutable; allocates nothing. */
final class CategoryCodes {
    private final byte[][] texts;
    private final int[] codes;

    CategoryCodes(List<String> categories) {
        byte[][] all =
                categories.stream()
                        .map(c -> c.getBytes(StandardCharsets.UTF_8))
                        .toArray(byte[][]::new);
        codes =
                IntStream.range(0, all.length)
                        .boxed()
                        .sorted(Comparator.comparing(i -> all[i], Arrays::compareUnsigned))
                        .mapToInt(Integer::intValue)
                        .toArray();
        texts = IntStream.of(codes).mapToObj(i -> all[i]).toArray(byte[][]::new);
    }

    /** Place of a text in the list; NaN when it is not there. */
    double of(byte[] bytes, int length) {
        int low = 0;
        int high = texts.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            byte[] text = texts[middle];
            int order = Arrays.compareUnsigned(bytes, 0, length, text, 0, text.length);
            if (order == 0) {
                return codes[middle];
            }
            if (order < 0) {
                high = middle - 1;
            } else {
                low = middle + 1;
            }
        }
        return Double.NaN;
    }
}
