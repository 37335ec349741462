package dev.peregrine.state;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;

/**
 * SipHash-2-4 with 128 bits of output (Aumasson, Bernstein: SipHash: a fast short-input PRF, 2012,
 * and its 128-bit variant), keyed by a secret so that a client cannot choose keys that collide.
 *
 * <p>The result of the latest {@link #hash} is in {@link #high()} and {@link #low()}. One thread;
 * allocates nothing.
 */
public final class KeyHasher {
    /** Length of the secret, in bytes. */
    public static final int SECRET_LENGTH = 16;

    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private final long key0;
    private final long key1;
    private long v0;
    private long v1;
    private long v2;
    private long v3;
    private long high;
    private long low;

    /**
     * @param secret 16 bytes; copied
     * @throws IllegalArgumentException if it is of another length
     */
    public KeyHasher(byte[] secret) {
        if (secret.length != SECRET_LENGTH) {
            throw new IllegalArgumentException(
                    "secret of " + secret.length + " bytes, not " + SECRET_LENGTH);
        }
        key0 = littleEndian(secret, 0);
        key1 = littleEndian(secret, Long.BYTES);
    }

    /**
     * Hashes a range of a buffer.
     *
     * @throws IndexOutOfBoundsException if the buffer does not hold the range
     */
    public void hash(DirectBuffer buffer, int offset, int length) {
        buffer.boundsCheck(offset, length);
        byte[] array = buffer.byteArray();
        long position = buffer.addressOffset() + offset;
        long end = position + (length & ~7);
        v0 = key0 ^ 0x736f6d6570736575L;
        v1 = key1 ^ 0x646f72616e646f6dL ^ 0xee;
        v2 = key0 ^ 0x6c7967656e657261L;
        v3 = key1 ^ 0x7465646279746573L;
        for (; position < end; position += Long.BYTES) {
            compress(word(array, position));
        }
        compress(tail(array, position, length));
        v2 ^= 0xee;
        finish();
        low = v0 ^ v1 ^ v2 ^ v3;
        v1 ^= 0xdd;
        finish();
        high = v0 ^ v1 ^ v2 ^ v3;
    }

    /** Bytes 8 to 15 of the hash, as a little-endian number. */
    public long high() {
        return high;
    }

    /** Bytes 0 to 7 of the hash, as a little-endian number. */
    public long low() {
        return low;
    }

    private void compress(long word) {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
    }

    private void finish() {
        round();
        round();
        round();
        round();
    }

    private void round() {
        v0 += v1;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v3;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v2 = Long.rotateLeft(v2, 32);
    }

    private static long word(byte[] array, long position) {
        long word = UnsafeApi.getLong(array, position);
        return LITTLE_ENDIAN ? word : Long.reverseBytes(word);
    }

    private static long tail(byte[] array, long position, int length) {
        long word = (long) length << 56;
        for (int i = 0; i < (length & 7); i++) {
            word |= (UnsafeApi.getByte(array, position + i) & 0xFFL) << (i << 3);
        }
        return word;
    }

    private static long littleEndian(byte[] bytes, int offset) {
        long word = 0;
        for (int i = Long.BYTES - 1; i >= 0; i--) {
            word = word << 8 | (bytes[offset + i] & 0xFFL);
        }
        return word;
    }
}
