package dev.peregrine.state.chronicle;

import dev.peregrine.state.ZeroedMemory;
import dev.peregrine.state.history.RecordLayout;
import org.agrona.UnsafeApi;

/**
 * From an entity's key to the address of its record: an open-addressing table of (lower half of the
 * key, address) with linear probing, at most two thirds full. The upper half is compared in the
 * record, which the caller is about to read anyway. Four slots share a cache line.
 *
 * <p>Off-heap, of a fixed size; removal closes the gap. One thread.
 */
final class RecordIndex implements AutoCloseable {
    private static final int SLOT_SHIFT = 4;
    private static final int MIN_BITS = 4;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long table;
    private final long slots;
    private final long mask;
    private final int hashShift;

    RecordIndex(int capacity) {
        int bits = bits(capacity);
        slots = 1L << bits;
        mask = slots - 1;
        hashShift = 64 - bits;
        table = ZeroedMemory.allocate(slots << SLOT_SHIFT);
    }

    /** Loads the slot at which a search begins; returns what it holds, for the caller to keep. */
    long probe(long keyHigh, long keyLow) {
        return UnsafeApi.getLong(table + (home(keyHigh, keyLow) << SLOT_SHIFT));
    }

    private static int bits(int capacity) {
        long needed = capacity + (long) (capacity >>> 1) + 1;
        return Math.max(MIN_BITS, 64 - Long.numberOfLeadingZeros(needed - 1));
    }

    /** Memory of an index. */
    static long bytes(int capacity) {
        return 1L << (bits(capacity) + SLOT_SHIFT);
    }

    /** Address of a record, or 0. */
    long find(long keyHigh, long keyLow) {
        long slot = home(keyHigh, keyLow);
        while (true) {
            long entry = table + (slot << SLOT_SHIFT);
            long record = UnsafeApi.getLong(entry + Long.BYTES);
            if (record == 0
                    || (UnsafeApi.getLong(entry) == keyLow
                            && RecordLayout.keyHigh(record) == keyHigh)) {
                return record;
            }
            slot = (slot + 1) & mask;
        }
    }

    /** Adds a record whose key is not in the table. */
    void insert(long keyHigh, long keyLow, long record) {
        long slot = home(keyHigh, keyLow);
        while (record(slot) != 0) {
            slot = (slot + 1) & mask;
        }
        long entry = table + (slot << SLOT_SHIFT);
        UnsafeApi.putLong(entry, keyLow);
        UnsafeApi.putLong(entry + Long.BYTES, record);
    }

    /** Removes a record, which must still hold its key. */
    void remove(long keyHigh, long keyLow, long record) {
        long hole = home(keyHigh, keyLow);
        while (record(hole) != record) {
            hole = (hole + 1) & mask;
        }
        long slot = (hole + 1) & mask;
        while (record(slot) != 0) {
            long from = table + (slot << SLOT_SHIFT);
            long home = home(RecordLayout.keyHigh(record(slot)), UnsafeApi.getLong(from));
            if (((slot - home) & mask) >= ((slot - hole) & mask)) {
                UnsafeApi.copyMemory(from, table + (hole << SLOT_SHIFT), 1L << SLOT_SHIFT);
                hole = slot;
            }
            slot = (slot + 1) & mask;
        }
        UnsafeApi.setMemory(table + (hole << SLOT_SHIFT), 1L << SLOT_SHIFT, (byte) 0);
    }

    /** Number of slots. */
    long slots() {
        return slots;
    }

    /** Address of the record in a slot, or 0. */
    long record(long slot) {
        return UnsafeApi.getLong(table + (slot << SLOT_SHIFT) + Long.BYTES);
    }

    @Override
    public void close() {
        UnsafeApi.freeMemory(table);
    }

    private long home(long keyHigh, long keyLow) {
        return ((keyLow ^ Long.rotateLeft(keyHigh, 32)) * GOLDEN) >>> hashShift;
    }
}
