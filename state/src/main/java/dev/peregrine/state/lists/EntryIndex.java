package dev.peregrine.state.lists;

import org.agrona.BitUtil;
import org.agrona.UnsafeApi;

/**
 * From a key's hash to its entry: open addressing with linear probes, at most half full, eight
 * bytes a slot off-heap. Room for an expected number is taken beforehand; beyond it, the index
 * doubles. One thread; a look-up allocates nothing.
 */
final class EntryIndex implements AutoCloseable {
    /** {@link #find}: no such entry. */
    static final long NONE = -1;

    private static final long EMPTY = 0;
    private static final int LEAST_SLOTS = 16;

    private final EntryMemory memory;
    private long slots;
    private long mask;
    private int size;

    EntryIndex(EntryMemory memory) {
        this.memory = memory;
        mask = LEAST_SLOTS - 1;
        slots = allocate(LEAST_SLOTS);
    }

    int size() {
        return size;
    }

    /** Sees to it that so many entries find room without the index growing. */
    void reserve(int count) {
        long wanted = 2L * BitUtil.findNextPositivePowerOfTwo(Math.max(count, 1));
        if (wanted > mask + 1) {
            resize(wanted);
        }
    }

    long find(long keyHigh, long keyLow) {
        for (long slot = keyLow & mask; ; slot = (slot + 1) & mask) {
            long block = get(slot);
            if (block == EMPTY) {
                return NONE;
            }
            long address = memory.address(block - 1);
            if (EntryLayout.keyLow(address) == keyLow && EntryLayout.keyHigh(address) == keyHigh) {
                return block - 1;
            }
        }
    }

    void add(long block) {
        if (2L * (size + 1) > mask + 1) {
            resize(2 * (mask + 1));
        }
        size++;
        insert(block + 1);
    }

    /** Takes an entry out and closes the gap that it leaves in its run of probes. */
    void remove(long block) {
        long gap = home(block + 1);
        while (get(gap) != block + 1) {
            gap = (gap + 1) & mask;
        }
        long slot = gap;
        while (true) {
            slot = (slot + 1) & mask;
            long candidate = get(slot);
            if (candidate == EMPTY) {
                break;
            }
            if (((slot - home(candidate)) & mask) >= ((slot - gap) & mask)) {
                set(gap, candidate);
                gap = slot;
            }
        }
        set(gap, EMPTY);
        size--;
    }

    /** Number of slots, to go through them. */
    long slots() {
        return mask + 1;
    }

    /** Entry in a slot, or {@link #NONE}. */
    long inSlot(long slot) {
        return get(slot) - 1;
    }

    private void insert(long stored) {
        long slot = home(stored);
        while (get(slot) != EMPTY) {
            slot = (slot + 1) & mask;
        }
        set(slot, stored);
    }

    private void resize(long count) {
        long old = slots;
        long oldCount = mask + 1;
        slots = allocate(count);
        mask = count - 1;
        for (long i = 0; i < oldCount; i++) {
            long stored = UnsafeApi.getLong(old + i * Long.BYTES);
            if (stored != EMPTY) {
                insert(stored);
            }
        }
        UnsafeApi.freeMemory(old);
    }

    private static long allocate(long count) {
        long address = UnsafeApi.allocateMemory(count * Long.BYTES);
        UnsafeApi.setMemory(address, count * Long.BYTES, (byte) 0);
        return address;
    }

    private long home(long stored) {
        return EntryLayout.keyLow(memory.address(stored - 1)) & mask;
    }

    private long get(long slot) {
        return UnsafeApi.getLong(slots + slot * Long.BYTES);
    }

    private void set(long slot, long stored) {
        UnsafeApi.putLong(slots + slot * Long.BYTES, stored);
    }

    @Override
    public void close() {
        UnsafeApi.freeMemory(slots);
    }
}
