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

    /** Becomes equal to another. Allocates only when it has to grow. */
    public void copyFrom(BitVector other) {
        reset(other.bits);
        System.arraycopy(other.words, 0, words, 0, (bits + 63) >>> 6);
    }

    /** Becomes equal to one of so many bits that {@link #copyTo} has written. */
    public void copyFrom(int size, byte[] bytes, int offset) {
        reset(size);
        for (int i = 0; i < byteLength(); i++) {
            words[i >>> 3] |= (bytes[offset + i] & 0xFFL) << ((i & 7) << 3);
        }
    }

    /** Writes the {@link #byteLength} bytes that hold the bits. */
    public void copyTo(byte[] bytes, int offset) {
        for (int i = 0; i < byteLength(); i++) {
            bytes[offset + i] = byteAt(i);
        }
    }

    public void set(int bit) {
        words[bit >>> 6] |= 1L << bit;
    }

    /**
     * Sets up to 64 bits.
     *
     * @param first bit that bit 0 of the mask stands for
     * @param mask a bit that is set lies within {@link #size}
     */
    public void setAll(int first, long mask) {
        int word = first >>> 6;
        words[word] |= mask << first;
        long rest = mask >>> 1 >>> ~first;
        if (rest != 0) {
            words[word + 1] |= rest;
        }
    }

    /** The first bit from {@code from} on that is set; negative when there is none. */
    public int next(int from) {
        for (int word = from >>> 6; word << 6 < bits; word++) {
            long rest = words[word] & (word == from >>> 6 ? -1L << from : -1L);
            if (rest != 0) {
                return (word << 6) + Long.numberOfTrailingZeros(rest);
            }
        }
        return -1;
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
