package dev.peregrine.latency.engine;

import org.agrona.BitUtil;
import org.agrona.UnsafeApi;

/**
 * The floor for a state access: an off-heap open-addressing table with linear probing, at most two
 * thirds full, in which key and value are one slot of whole cache lines. One thread.
 */
final class PlainTable implements AutoCloseable {
    private static final int LINE = 64;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final int lines;
    private final int slotLength;
    private final long memory;
    private final long table;
    private final long mask;
    private final int hashShift;

    /**
     * @param capacity greatest number of keys
     * @param lines cache lines of a slot
     */
    PlainTable(int capacity, int lines) {
        this.lines = lines;
        slotLength = lines * LINE;
        int bits = 64 - Long.numberOfLeadingZeros(capacity + (capacity >>> 1));
        mask = (1L << bits) - 1;
        hashShift = 64 - bits;
        long length = ((long) slotLength << bits) + LINE;
        memory = UnsafeApi.allocateMemory(length);
        table = BitUtil.align(memory, LINE);
        UnsafeApi.setMemory(memory, length, (byte) 0);
    }

    /** Adds a key, which is not in the table and whose lower half is not 0. */
    void insert(long keyHigh, long keyLow) {
        long slot = home(keyHigh, keyLow);
        while (UnsafeApi.getLong(address(slot)) != 0) {
            slot = (slot + 1) & mask;
        }
        UnsafeApi.putLong(address(slot), keyLow);
        UnsafeApi.putLong(address(slot) + Long.BYTES, keyHigh);
    }

    /** Adds a key unless it is there. */
    void insertIfAbsent(long keyHigh, long keyLow) {
        long slot = home(keyHigh, keyLow);
        long found;
        while ((found = UnsafeApi.getLong(address(slot))) != 0) {
            if (found == keyLow && UnsafeApi.getLong(address(slot) + Long.BYTES) == keyHigh) {
                return;
            }
            slot = (slot + 1) & mask;
        }
        insert(keyHigh, keyLow);
    }

    /** Finds a key that is in the table, and reads a number from each of its slot's cache lines. */
    long touch(long keyHigh, long keyLow) {
        long slot = home(keyHigh, keyLow);
        while (UnsafeApi.getLong(address(slot)) != keyLow
                || UnsafeApi.getLong(address(slot) + Long.BYTES) != keyHigh) {
            slot = (slot + 1) & mask;
        }
        long sum = 0;
        for (int line = 1; line < lines; line++) {
            sum += UnsafeApi.getLong(address(slot) + (long) line * LINE);
        }
        return sum;
    }

    @Override
    public void close() {
        UnsafeApi.freeMemory(memory);
    }

    private long address(long slot) {
        return table + slot * slotLength;
    }

    private long home(long keyHigh, long keyLow) {
        return ((keyLow ^ Long.rotateLeft(keyHigh, 32)) * GOLDEN) >>> hashShift;
    }
}
