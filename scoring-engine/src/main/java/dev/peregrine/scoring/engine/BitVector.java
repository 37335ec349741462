package dev.peregrine.scoring.engine;

import java.util.Arrays;

/** A growable bit set that is reused from event to event. */
public final class BitVector {
    private long[] words = new long[4];
    private int bits;

    /** All bits clear, with room for as many. Allocates only when it has to grow. */
    public void reset(int size) {
        int needed = (size + 63) >>> 6;
        if (words.length < needed) {
            words = new long[needed];
        } else {
            Arrays.fill(words, 0, needed, 0L);
        }
        bits = size;
    }

    public void set(int bit) {
        words[bit >>> 6] |= 1L << bit;
    }

    public boolean get(int bit) {
        return bit < bits && (words[bit >>> 6] & (1L << bit)) != 0;
    }

    /** Number of bits. */
    public int size() {
        return bits;
    }

    /** Bytes that hold the bits, bit i in byte i / 8. */
    public int byteLength() {
        return (bits + 7) >>> 3;
    }

    /** Byte i. */
    public byte byteAt(int i) {
        return (byte) (words[i >>> 3] >>> ((i & 7) << 3));
    }
}
