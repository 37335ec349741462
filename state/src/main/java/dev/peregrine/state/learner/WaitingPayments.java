package dev.peregrine.state.learner;

import dev.peregrine.state.StateHash;
import dev.peregrine.state.StateMismatchException;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import org.agrona.UnsafeApi;
import org.agrona.collections.Long2LongHashMap;

/**
 * Payments with the inputs that a model saw when it scored them, in order of their ingress times: a
 * queue in pages of off-heap memory, and an index from a payment's key to its newest entry.
 *
 * <pre>
 *   0        8              16       24
 *   +--------+--------------+--------+---------------------+
 *   | key    | ingress time | marks  | inputs, 8 bytes each|
 *   +--------+--------------+--------+---------------------+
 * </pre>
 *
 * <p>Memory: 24 bytes and 8 for each input for each entry, in pages that are taken when they are
 * first needed and kept; 32 to 64 bytes of heap for each entry of the capacity, taken at the start.
 * One thread; allocates nothing on the heap after it is made.
 */
public final class WaitingPayments implements AutoCloseable {
    /** {@link #find}: no such entry. */
    public static final long NOT_FOUND = -1;

    private static final int INGRESS = 8;
    private static final int MARKS = 16;
    private static final int INPUTS = 24;
    private static final int PAGE_ENTRIES = 1 << 12;
    private static final float LOAD = 0.5f;

    private final int inputs;
    private final int capacity;
    private final int length;
    private final long[] pages;
    private final Long2LongHashMap index;
    private long first;
    private long end;

    /**
     * @param inputs numbers in an entry
     * @param capacity greatest number of entries; 1 .. 2^24
     */
    public WaitingPayments(int inputs, int capacity) {
        if (inputs <= 0 || capacity <= 0 || capacity > 1 << 24) {
            throw new IllegalArgumentException("inputs " + inputs + ", capacity " + capacity);
        }
        this.inputs = inputs;
        this.capacity = capacity;
        length = length(inputs);
        pages = new long[capacity / PAGE_ENTRIES + 2];
        index = new Long2LongHashMap(2 * capacity, LOAD, NOT_FOUND, false);
    }

    /** Number of entries. */
    public long size() {
        return end - first;
    }

    /** Greatest number of entries. */
    public int capacity() {
        return capacity;
    }

    /** Bytes of off-heap memory that entries take when there is no room for more. */
    public static long bytes(int inputs, int capacity) {
        return (long) (capacity / PAGE_ENTRIES + 2) * PAGE_ENTRIES * length(inputs);
    }

    private static int length(int inputs) {
        return INPUTS + inputs * Double.BYTES;
    }

    /**
     * Adds an entry at the end.
     *
     * @param ingressTimeNs not before that of the entry before
     * @param row the inputs, copied
     * @return false when there is no room, and nothing was done
     */
    public boolean add(long key, long ingressTimeNs, long marks, double[] row) {
        if (end - first == capacity) {
            return false;
        }
        allocate(page(end));
        long address = address(end);
        UnsafeApi.putLong(address, key);
        UnsafeApi.putLong(address + INGRESS, ingressTimeNs);
        UnsafeApi.putLong(address + MARKS, marks);
        for (int i = 0; i < inputs; i++) {
            UnsafeApi.putLong(
                    address + INPUTS + (long) i * Double.BYTES, Double.doubleToLongBits(row[i]));
        }
        index.put(key, end);
        end++;
        return true;
    }

    /** Handle of the newest entry with the key, or {@link #NOT_FOUND}. */
    public long find(long key) {
        return index.get(key);
    }

    /** Handle of the oldest entry; only when there is one. */
    public long first() {
        return first;
    }

    /** Takes the oldest entry out; only when there is one. */
    public void removeFirst() {
        long key = key(first);
        if (index.get(key) == first) {
            index.remove(key);
        }
        first++;
    }

    /** Key of an entry. */
    public long key(long handle) {
        return UnsafeApi.getLong(address(handle));
    }

    /** Ingress time of an entry, epoch nanoseconds. */
    public long ingressTimeNs(long handle) {
        return UnsafeApi.getLong(address(handle) + INGRESS);
    }

    /** Marks of an entry, as they were last set. */
    public long marks(long handle) {
        return UnsafeApi.getLong(address(handle) + MARKS);
    }

    /** Sets the marks of an entry. */
    public void marks(long handle, long marks) {
        UnsafeApi.putLong(address(handle) + MARKS, marks);
    }

    /** Copies an entry's inputs. */
    public void read(long handle, double[] row) {
        long address = address(handle) + INPUTS;
        for (int i = 0; i < inputs; i++) {
            row[i] = Double.longBitsToDouble(UnsafeApi.getLong(address + (long) i * Double.BYTES));
        }
    }

    /** Saves the entries. */
    public void save(StateSink sink) {
        sink.putLong(inputs);
        sink.putLong(first);
        sink.putLong(end);
        for (long entry = first; entry < end; entry++) {
            sink.putBytes(address(entry), length);
        }
    }

    /**
     * Loads what was saved of another; this one must be new.
     *
     * @throws StateMismatchException when it has other inputs or is more than the capacity
     */
    public void load(StateSource source) {
        StateMismatchException.check("inputs of a model", source.getLong(), inputs);
        first = source.getLong();
        end = first;
        long to = source.getLong();
        if (first < 0 || to < first || to - first > capacity) {
            throw new StateMismatchException(
                    "waiting payments: " + (to - first) + " saved, capacity " + capacity);
        }
        while (end < to) {
            allocate(page(end));
            source.getBytes(address(end), length);
            index.put(key(end), end);
            end++;
        }
    }

    /**
     * Adds every entry to a hash.
     *
     * @param owner first word of each item
     */
    public void hash(long owner, StateHash hash) {
        for (long entry = first; entry < end; entry++) {
            hash.word(owner).word(entry);
            for (int at = 0; at < length; at += Long.BYTES) {
                hash.word(UnsafeApi.getLong(address(entry) + at));
            }
            hash.endItem();
        }
    }

    @Override
    public void close() {
        for (int i = 0; i < pages.length; i++) {
            if (pages[i] != 0) {
                UnsafeApi.freeMemory(pages[i]);
                pages[i] = 0;
            }
        }
    }

    private void allocate(int page) {
        if (pages[page] == 0) {
            pages[page] = UnsafeApi.allocateMemory((long) PAGE_ENTRIES * length);
        }
    }

    private int page(long entry) {
        return (int) ((entry / PAGE_ENTRIES) % pages.length);
    }

    private long address(long entry) {
        return pages[page(entry)] + (entry % PAGE_ENTRIES) * length;
    }
}
