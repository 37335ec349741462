package dev.peregrine.scoring.pipeline;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The bodies of the latest decisions, for retries. A ring of bytes, and a table from sequence to
 * place in it; the oldest goes when there is no room. Filled during recovery too, so that the
 * retries after a crash find it warm. One thread; does not allocate.
 */
public final class DecisionCache {
    private static final long NONE = -1;

    private final byte[] bytes;
    private final DirectBuffer view;
    private final long[] sequences;
    private final long[] starts;
    private final int[] lengths;
    private final int mask;
    private long end;
    private int foundOffset;
    private int foundLength;

    /**
     * @param entries sequences that are covered, rounded up to a power of two
     * @param capacity bytes for bodies
     */
    public DecisionCache(int entries, int capacity) {
        int size = BitUtil.findNextPositivePowerOfTwo(entries);
        bytes = new byte[capacity];
        view = new UnsafeBuffer(bytes);
        sequences = new long[size];
        java.util.Arrays.fill(sequences, NONE);
        starts = new long[size];
        lengths = new int[size];
        mask = size - 1;
    }

    /** Keeps a body. Longer ones than the whole ring are not kept. */
    public void put(long sequence, DirectBuffer body, int offset, int length) {
        if (length > bytes.length) {
            return;
        }
        int at = (int) (end % bytes.length);
        if (at + length > bytes.length) {
            end += bytes.length - at;
            at = 0;
        }
        body.getBytes(offset, bytes, at, length);
        int slot = (int) sequence & mask;
        sequences[slot] = sequence;
        starts[slot] = end;
        lengths[slot] = length;
        end += length;
    }

    /**
     * Looks a body up: true when it is held; {@link #buffer}, {@link #offset} and {@link #length}
     * then tell where.
     */
    public boolean find(long sequence) {
        int slot = (int) sequence & mask;
        if (sequences[slot] != sequence || starts[slot] < end - bytes.length) {
            return false;
        }
        foundOffset = (int) (starts[slot] % bytes.length);
        foundLength = lengths[slot];
        return true;
    }

    public DirectBuffer buffer() {
        return view;
    }

    public int offset() {
        return foundOffset;
    }

    public int length() {
        return foundLength;
    }
}
