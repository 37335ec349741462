package dev.peregrine.replay.backtest.metrics;

/** Sorts pairs of numbers by the first, stably, in eight passes over the bytes. */
final class RadixSort {
    private static final int BYTES = Long.BYTES;

    private RadixSort() {}

    /** Greatest key first; the values go with their keys. */
    static void descending(long[] keys, long[] values, int size) {
        long[] fromKeys = keys;
        long[] fromValues = values;
        long[] toKeys = new long[size];
        long[] toValues = new long[size];
        for (int pass = 0; pass < BYTES; pass++) {
            int shift = pass * Byte.SIZE;
            int[] starts = starts(fromKeys, size, shift);
            for (int i = 0; i < size; i++) {
                int place = starts[digit(fromKeys[i], shift)]++;
                toKeys[place] = fromKeys[i];
                toValues[place] = fromValues[i];
            }
            long[] swap = fromKeys;
            fromKeys = toKeys;
            toKeys = swap;
            swap = fromValues;
            fromValues = toValues;
            toValues = swap;
        }
    }

    private static int[] starts(long[] keys, int size, int shift) {
        int[] counts = new int[257];
        for (int i = 0; i < size; i++) {
            counts[digit(keys[i], shift) + 1]++;
        }
        for (int d = 1; d < counts.length; d++) {
            counts[d] += counts[d - 1];
        }
        return counts;
    }

    /** Digit by which greater keys come first, negative ones last. */
    private static int digit(long key, int shift) {
        return (int) (~(key ^ Long.MIN_VALUE) >>> shift) & 0xFF;
    }
}
