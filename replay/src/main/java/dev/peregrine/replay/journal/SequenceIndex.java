package dev.peregrine.replay.journal;

import java.util.Arrays;

/**
 * A sparse index from sequence to position of a log in ascending order: one entry for at least as
 * many bytes of log as given, 16 bytes of memory each. One thread. Allocates only when it doubles.
 */
final class SequenceIndex {
    private final long bytesPerEntry;
    private long[] sequences = new long[1024];
    private long[] endPositions = new long[1024];
    private int size;

    SequenceIndex(long bytesPerEntry) {
        this.bytesPerEntry = bytesPerEntry;
    }

    /** Takes note of a record. In order. */
    void add(long sequence, long endPosition) {
        if (size > 0 && endPosition - endPositions[size - 1] < bytesPerEntry) {
            return;
        }
        if (size == sequences.length) {
            sequences = Arrays.copyOf(sequences, 2 * size);
            endPositions = Arrays.copyOf(endPositions, 2 * size);
        }
        sequences[size] = sequence;
        endPositions[size++] = endPosition;
    }

    /** A position not after the record of a sequence, and near it; 0 when nothing nearer. */
    long positionBefore(long sequence) {
        int found = Arrays.binarySearch(sequences, 0, size, sequence);
        int before = found >= 0 ? found - 1 : -found - 2;
        return before < 0 ? 0 : endPositions[before];
    }

    int size() {
        return size;
    }
}
