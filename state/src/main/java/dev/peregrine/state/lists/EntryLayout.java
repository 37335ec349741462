package dev.peregrine.state.lists;

import org.agrona.UnsafeApi;

/**
 * One entry of a list in off-heap memory, native byte order.
 *
 * <pre>
 *   0  key hash, upper 64 bits
 *   8  key hash, lower 64 bits
 *  16  end, epoch nanoseconds; greatest long for none
 *  24  when it was decided, epoch nanoseconds
 *  32  place in the expiry queue, 4 bytes; -1 for none
 *  36  length of the prefix, 4 bytes: of bytes, of bits, or 0
 *  40  length of the value in bytes, 2 bytes
 *  42  length of the reason in bytes, 2 bytes
 *  48  value in UTF-8, then reason in UTF-8
 * </pre>
 */
final class EntryLayout {
    static final int TEXTS = 48;
    private static final int KEY_LOW = 8;
    private static final int EXPIRES = 16;
    private static final int DECIDED = 24;
    private static final int QUEUE = 32;
    private static final int PREFIX = 36;
    private static final int VALUE_LENGTH = 40;
    private static final int REASON_LENGTH = 42;

    private EntryLayout() {}

    static void write(long address, long keyHigh, long keyLow, int prefix) {
        UnsafeApi.putLong(address, keyHigh);
        UnsafeApi.putLong(address + KEY_LOW, keyLow);
        UnsafeApi.putInt(address + PREFIX, prefix);
        place(address, -1);
    }

    static void times(long address, long expiresNs, long decidedNs) {
        UnsafeApi.putLong(address + EXPIRES, expiresNs);
        UnsafeApi.putLong(address + DECIDED, decidedNs);
    }

    static void lengths(long address, int value, int reason) {
        UnsafeApi.putShort(address + VALUE_LENGTH, (short) value);
        UnsafeApi.putShort(address + REASON_LENGTH, (short) reason);
    }

    static long keyHigh(long address) {
        return UnsafeApi.getLong(address);
    }

    static long keyLow(long address) {
        return UnsafeApi.getLong(address + KEY_LOW);
    }

    static long expiresNs(long address) {
        return UnsafeApi.getLong(address + EXPIRES);
    }

    static long decidedNs(long address) {
        return UnsafeApi.getLong(address + DECIDED);
    }

    static int place(long address) {
        return UnsafeApi.getInt(address + QUEUE);
    }

    static void place(long address, int place) {
        UnsafeApi.putInt(address + QUEUE, place);
    }

    static int prefix(long address) {
        return UnsafeApi.getInt(address + PREFIX);
    }

    static int valueLength(long address) {
        return UnsafeApi.getShort(address + VALUE_LENGTH);
    }

    static int reasonLength(long address) {
        return UnsafeApi.getShort(address + REASON_LENGTH);
    }
}
