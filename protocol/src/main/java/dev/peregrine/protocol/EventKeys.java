package dev.peregrine.protocol;

import org.agrona.DirectBuffer;

/**
 * Event ids as numbers that order events of equal time.
 *
 * <ul>
 *   <li>An id of 1 to 18 ASCII digits without a leading zero, or {@code 0} itself, is its own
 *       number: 0 .. 10^18 - 1. So numeric ids are in order of their numbers.
 *   <li>Every other id is hashed into 2^60 .. 2^63 - 1: behind all numeric ids, in an order that
 *       means nothing but is always the same. The hash is fixed and has no secret: the id is read
 *       as little-endian 64-bit words, the last one filled up with zeroes, and each is mixed in
 *       with the finaliser of splitmix64, after the id's length.
 * </ul>
 *
 * <p>The number is stored with events and part of the state hash: its definition does not change.
 * Stateless; allocates nothing.
 */
public final class EventKeys {
    /** Least number of an id that is hashed. */
    public static final long FIRST_HASHED = 1L << 60;

    private static final int MAX_DIGITS = 18;
    private static final long SEED = 0x9E3779B97F4A7C15L;

    private EventKeys() {}

    /**
     * Order key of an event id, 0 .. 2^63 - 1.
     *
     * @param length 1 .. {@link ProtocolLimits#MAX_EVENT_ID_LENGTH}
     */
    public static long of(DirectBuffer buffer, int offset, int length) {
        long number = number(buffer, offset, length);
        return number >= 0 ? number : hashed(buffer, offset, length);
    }

    private static long number(DirectBuffer buffer, int offset, int length) {
        if (length == 0
                || length > MAX_DIGITS
                || (length > 1 && buffer.getByte(offset) == (byte) '0')) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < length; i++) {
            int digit = buffer.getByte(offset + i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static long hashed(DirectBuffer buffer, int offset, int length) {
        long hash = mix(SEED + length);
        for (int start = 0; start < length; start += Long.BYTES) {
            long word = 0;
            int bytes = Math.min(Long.BYTES, length - start);
            for (int i = 0; i < bytes; i++) {
                word |= (buffer.getByte(offset + start + i) & 0xFFL) << (i << 3);
            }
            hash = mix(hash ^ word) + SEED;
        }
        long bits = mix(hash) >>> 1;
        return FIRST_HASHED + bits - ((bits + 7) >>> 3);
    }

    /** A number's bits mixed by the finaliser of splitmix64, so that each is as good as random. */
    public static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
