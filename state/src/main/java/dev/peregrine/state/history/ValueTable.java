package dev.peregrine.state.history;

import dev.peregrine.state.StateHash;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import org.agrona.UnsafeApi;

/**
 * How often each value occurs in each of several windows, for one entity: an open-addressing table
 * in an arena, at most three quarters full, linear probing, no tombstones. Values are keyed hashes,
 * so their low bits are fit for the place.
 *
 * <pre>
 *   in the record:  0        8        12       16
 *                   +--------+--------+--------+
 *                   | block  | used   | size   |
 *                   |        | int32  | class  |
 *                   +--------+--------+--------+
 *   an entry:       0        8
 *                   +--------+--------+- - - - +
 *                   | value  | window | window |   occurrences, int32 each;
 *                   | not 0  | 0      | 1  ... |   length a multiple of 8
 *                   +--------+--------+- - - - +
 * </pre>
 */
final class ValueTable implements AutoCloseable {
    private static final int BLOCK = 0;
    private static final int USED = 8;
    private static final int SIZE_CLASS = 12;
    private static final int LENGTH = 16;
    private static final int MIN_SIZE_CLASS = 2;
    private static final long STAND_IN_FOR_ZERO = 1;

    private final int stateOffset;
    private final int counters;
    private final int entryLength;
    private final int maxValues;
    private final HistoryArena arena;

    /**
     * @param counters windows that count in the table
     * @param maxValues greatest number of values held for one entity: of all windows together, each
     *     of which sees to its own
     */
    ValueTable(RecordLayout layout, int counters, int maxValues) {
        stateOffset = layout.reserve(LENGTH);
        this.counters = counters;
        this.maxValues = maxValues;
        entryLength = Long.BYTES + (counters + 1) / 2 * Long.BYTES;
        int maxSizeClass = MIN_SIZE_CLASS + 1;
        while (3L << maxSizeClass < 4L * maxValues) {
            maxSizeClass++;
        }
        arena = new HistoryArena(entryLength, maxSizeClass);
    }

    /** What a value costs. */
    HistoryFootprint.Values footprint() {
        return new HistoryFootprint.Values(entryLength, counters, maxValues);
    }

    void initialise(long record) {
        UnsafeApi.putLong(record + stateOffset + BLOCK, HistoryArena.NONE);
    }

    void release(long record) {
        long state = record + stateOffset;
        if (block(state) != HistoryArena.NONE) {
            arena.free(block(state), sizeClass(state));
        }
        UnsafeApi.putLong(state + BLOCK, HistoryArena.NONE);
    }

    void save(long record, StateSink sink) {
        long state = record + stateOffset;
        if (block(state) != HistoryArena.NONE) {
            sink.putBytes(arena.address(block(state)), (long) entryLength << sizeClass(state));
        }
    }

    /** Loads the table of a record that still names the block that it had when it was saved. */
    void load(long record, StateSource source) {
        long state = record + stateOffset;
        if (block(state) != HistoryArena.NONE) {
            long block = arena.allocate(sizeClass(state));
            UnsafeApi.putLong(state + BLOCK, block);
            source.getBytes(arena.address(block), (long) entryLength << sizeClass(state));
        }
    }

    /** Loads the entry at which a search for a value begins; returns what it holds. */
    long touch(long record, long value) {
        long state = record + stateOffset;
        long block = block(state);
        return block == HistoryArena.NONE
                ? 0
                : UnsafeApi.getLong(
                        arena.address(block)
                                + (long) ((int) value & ((1 << sizeClass(state)) - 1))
                                        * entryLength);
    }

    /**
     * Counts a value once more in a window.
     *
     * @param admitNew whether to count one that has not been counted there
     * @return how often it has now been counted there; 0 if it was not
     */
    int add(long record, int counter, long rawValue, boolean admitNew) {
        long state = record + stateOffset;
        long value = rawValue == 0 ? STAND_IN_FOR_ZERO : rawValue;
        long entry = find(state, value);
        int count = entry == 0 ? 0 : UnsafeApi.getInt(counter(entry, counter));
        if (count == 0 && !admitNew) {
            return 0;
        }
        if (entry == 0) {
            entry = insert(state, value);
        }
        UnsafeApi.putInt(counter(entry, counter), count + 1);
        return count + 1;
    }

    /** Counts a value once less, if at all; returns how often it had been counted. */
    int remove(long record, int counter, long rawValue) {
        long state = record + stateOffset;
        long entry = find(state, rawValue == 0 ? STAND_IN_FOR_ZERO : rawValue);
        if (entry == 0) {
            return 0;
        }
        long address = counter(entry, counter);
        int count = UnsafeApi.getInt(address);
        if (count > 0) {
            UnsafeApi.putInt(address, count - 1);
        }
        if (count == 1 && isUnused(entry)) {
            delete(state, entry);
        }
        return count;
    }

    /** Occurrences of a value in a window. */
    int count(long record, int counter, long rawValue) {
        long entry = find(record + stateOffset, rawValue == 0 ? STAND_IN_FOR_ZERO : rawValue);
        return entry == 0 ? 0 : UnsafeApi.getInt(counter(entry, counter));
    }

    /** Occurrences of the most frequent value in a window. Goes through the table. */
    int greatestCount(long record, int counter) {
        long state = record + stateOffset;
        int greatest = 0;
        if (block(state) != HistoryArena.NONE) {
            long base = arena.address(block(state));
            for (int slot = 0; slot < 1 << sizeClass(state); slot++) {
                long entry = base + (long) slot * entryLength;
                if (UnsafeApi.getLong(entry) != 0) {
                    greatest = Math.max(greatest, UnsafeApi.getInt(counter(entry, counter)));
                }
            }
        }
        return greatest;
    }

    /** Mixes what a window counts into the hash's current item, whatever the table's order. */
    void hash(long record, int counter, StateHash hash) {
        long state = record + stateOffset;
        StateHash values = new StateHash();
        if (block(state) != HistoryArena.NONE) {
            long base = arena.address(block(state));
            for (int slot = 0; slot < 1 << sizeClass(state); slot++) {
                long entry = base + (long) slot * entryLength;
                int count = UnsafeApi.getInt(counter(entry, counter));
                if (UnsafeApi.getLong(entry) != 0 && count > 0) {
                    values.word(UnsafeApi.getLong(entry)).word(count).endItem();
                }
            }
        }
        hash.word(values.high()).word(values.low());
    }

    /** Memory of the tables. */
    HistoryArena arena() {
        return arena;
    }

    @Override
    public void close() {
        arena.close();
    }

    private long find(long state, long value) {
        long block = block(state);
        if (block == HistoryArena.NONE) {
            return 0;
        }
        long base = arena.address(block);
        int mask = (1 << sizeClass(state)) - 1;
        int slot = (int) value & mask;
        while (true) {
            long entry = base + (long) slot * entryLength;
            long held = UnsafeApi.getLong(entry);
            if (held == value) {
                return entry;
            }
            if (held == 0) {
                return 0;
            }
            slot = (slot + 1) & mask;
        }
    }

    private long insert(long state, long value) {
        int used = UnsafeApi.getInt(state + USED);
        if (block(state) == HistoryArena.NONE) {
            allocate(state, MIN_SIZE_CLASS);
        } else if (4 * (used + 1) > 3 << sizeClass(state)) {
            grow(state);
        }
        UnsafeApi.putInt(state + USED, used + 1);
        return put(state, value);
    }

    private long put(long state, long value) {
        long base = arena.address(block(state));
        int mask = (1 << sizeClass(state)) - 1;
        int slot = (int) value & mask;
        while (UnsafeApi.getLong(base + (long) slot * entryLength) != 0) {
            slot = (slot + 1) & mask;
        }
        long entry = base + (long) slot * entryLength;
        UnsafeApi.putLong(entry, value);
        return entry;
    }

    private void grow(long state) {
        long oldBlock = block(state);
        int oldClass = sizeClass(state);
        allocate(state, oldClass + 1);
        long base = arena.address(oldBlock);
        for (int slot = 0; slot < 1 << oldClass; slot++) {
            long from = base + (long) slot * entryLength;
            long value = UnsafeApi.getLong(from);
            if (value != 0) {
                UnsafeApi.copyMemory(from, put(state, value), entryLength);
            }
        }
        arena.free(oldBlock, oldClass);
    }

    private void allocate(long state, int sizeClass) {
        long block = arena.allocate(sizeClass);
        UnsafeApi.setMemory(arena.address(block), (long) entryLength << sizeClass, (byte) 0);
        UnsafeApi.putLong(state + BLOCK, block);
        UnsafeApi.putInt(state + SIZE_CLASS, sizeClass);
    }

    private void delete(long state, long entry) {
        int used = UnsafeApi.getInt(state + USED) - 1;
        UnsafeApi.putInt(state + USED, used);
        if (used == 0) {
            arena.free(block(state), sizeClass(state));
            UnsafeApi.putLong(state + BLOCK, HistoryArena.NONE);
            return;
        }
        long base = arena.address(block(state));
        int mask = (1 << sizeClass(state)) - 1;
        int hole = (int) ((entry - base) / entryLength);
        int slot = (hole + 1) & mask;
        while (true) {
            long from = base + (long) slot * entryLength;
            long value = UnsafeApi.getLong(from);
            if (value == 0) {
                break;
            }
            int home = (int) value & mask;
            if (((slot - home) & mask) >= ((slot - hole) & mask)) {
                UnsafeApi.copyMemory(from, base + (long) hole * entryLength, entryLength);
                hole = slot;
            }
            slot = (slot + 1) & mask;
        }
        UnsafeApi.setMemory(base + (long) hole * entryLength, entryLength, (byte) 0);
    }

    private boolean isUnused(long entry) {
        for (int i = 0; i < counters; i++) {
            if (UnsafeApi.getInt(counter(entry, i)) != 0) {
                return false;
            }
        }
        return true;
    }

    private static long counter(long entry, int counter) {
        return entry + Long.BYTES + (long) counter * Integer.BYTES;
    }

    private static long block(long state) {
        return UnsafeApi.getLong(state + BLOCK);
    }

    private static int sizeClass(long state) {
        return UnsafeApi.getInt(state + SIZE_CLASS);
    }
}
