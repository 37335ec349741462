package dev.peregrine.state.identity;

import dev.peregrine.state.StateHash;
import dev.peregrine.state.StateMismatchException;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import dev.peregrine.state.ZeroedMemory;
import org.agrona.BitUtil;
import org.agrona.UnsafeApi;

/**
 * Identities of the events that had an effect within a span of ingress time.
 *
 * <p>Entries lie in pages in order of their ingress time, a queue: new ones are put at its end,
 * expired ones leave at its beginning, and an emptied page is used again. Beside it an
 * open-addressing index of linear probes leads from an id's hash to its entry, at most half full; a
 * look-up costs one or two cache misses however many ids there are. An identity is known while
 * {@code ingress time > watermark - retention}, and that is all it depends on.
 *
 * <p>Memory: 16 to 32 bytes of index for each id of the capacity, taken at the start unless the
 * index is to grow; 48 bytes for each id that is remembered. One thread; does not allocate on the
 * heap; takes a page of off-heap memory now and then.
 */
public final class IdentityTable implements AutoCloseable {
    /** {@link #find}: not remembered. */
    public static final long NOT_FOUND = -1;

    private static final int PAGE_ENTRIES = 1 << 14;
    private static final long EMPTY = 0;

    private final long retentionNs;
    private final int capacity;
    private long index;
    private long mask;
    private final long[] pages;
    private long first;
    private long end;

    /**
     * @param retentionNs how long an identity is known, in nanoseconds of ingress time
     * @param capacity greatest number of identities known at a time; 1 .. 2^28
     */
    public IdentityTable(long retentionNs, int capacity) {
        this(retentionNs, capacity, capacity);
    }

    /**
     * A table whose index grows with what is remembered. Growing takes time in proportion to that.
     *
     * @param retentionNs how long an identity is known, in nanoseconds of ingress time
     * @param capacity greatest number of identities known at a time; 1 .. 2^28
     * @param initial as many as the index has room for before it first grows; at least 1
     */
    public IdentityTable(long retentionNs, int capacity, int initial) {
        if (retentionNs <= 0 || capacity <= 0 || capacity > 1 << 28) {
            throw new IllegalArgumentException(
                    "identities: retention " + retentionNs + " ns, capacity " + capacity);
        }
        this.retentionNs = retentionNs;
        this.capacity = capacity;
        long slots = 2L * BitUtil.findNextPositivePowerOfTwo(Math.min(initial, capacity));
        mask = slots - 1;
        index = ZeroedMemory.allocate(slots * Long.BYTES);
        pages = new long[capacity / PAGE_ENTRIES + 2];
    }

    /** Identities remembered, some of which may have expired since. */
    public long size() {
        return end - first;
    }

    /**
     * Forgets what has expired, and looks an identity up: a handle for the accessors, or {@link
     * #NOT_FOUND}.
     */
    public long find(long idHigh, long idLow, long watermarkNs) {
        expire(watermarkNs);
        for (long slot = idLow & mask; ; slot = (slot + 1) & mask) {
            long entry = indexed(slot);
            if (entry == EMPTY) {
                return NOT_FOUND;
            }
            long address = address(entry - 1);
            if (IdentityLayout.idLow(address) == idLow
                    && IdentityLayout.idHigh(address) == idHigh) {
                return entry - 1;
            }
        }
    }

    /** True when another identity can be remembered. */
    public boolean hasRoom(long watermarkNs) {
        expire(watermarkNs);
        return end - first < capacity;
    }

    /**
     * Remembers an identity that {@link #find} did not find, for which {@link #hasRoom}. Ingress
     * times never go back.
     */
    public void put(
            long idHigh,
            long idLow,
            long contentHash,
            long epoch,
            long sequence,
            long ingressTimeNs) {
        if (end - first >= capacity) {
            throw new IllegalStateException("no room for another identity: " + capacity);
        }
        allocate(page(end));
        IdentityLayout.write(
                address(end), idHigh, idLow, contentHash, epoch, sequence, ingressTimeNs);
        makeRoom(end - first + 1);
        enter(end);
        end++;
    }

    /** Grows the index until it is at most half full with so many. */
    private void makeRoom(long count) {
        if (2 * count > mask + 1) {
            long slots = BitUtil.findNextPositivePowerOfTwo(2 * count);
            long grown = ZeroedMemory.allocate(slots * Long.BYTES);
            UnsafeApi.freeMemory(index);
            index = grown;
            mask = slots - 1;
            index(first, end);
        }
    }

    private void allocate(int page) {
        if (pages[page] == 0) {
            pages[page] = UnsafeApi.allocateMemory((long) PAGE_ENTRIES * IdentityLayout.LENGTH);
        }
    }

    /** Content hash of a found identity. */
    public long contentHash(long handle) {
        return IdentityLayout.contentHash(address(handle));
    }

    /** Epoch of the event that had the effect. */
    public long epoch(long handle) {
        return IdentityLayout.epoch(address(handle));
    }

    /** Sequence of the event that had the effect. */
    public long sequence(long handle) {
        return IdentityLayout.sequence(address(handle));
    }

    /** Adds every identity that is known at the watermark to a commutative hash. */
    public void hash(long watermarkNs, StateHash hash) {
        expire(watermarkNs);
        for (long entry = first; entry < end; entry++) {
            long address = address(entry);
            hash.word(IdentityLayout.idHigh(address))
                    .word(IdentityLayout.idLow(address))
                    .word(IdentityLayout.contentHash(address))
                    .word(IdentityLayout.epoch(address))
                    .word(IdentityLayout.sequence(address))
                    .word(IdentityLayout.ingressTimeNs(address))
                    .endItem();
        }
    }

    /** Saves what is remembered. */
    public void save(StateSink sink) {
        sink.putLong(end - first);
        for (long entry = first; entry < end; entry++) {
            sink.putBytes(address(entry), IdentityLayout.LENGTH);
        }
    }

    /**
     * Loads what was saved of another table; this one must be new.
     *
     * @throws StateMismatchException when it is more than the capacity
     */
    public void load(StateSource source) {
        long count = source.getLong();
        if (count > capacity) {
            throw new StateMismatchException(
                    "event ids: " + count + " remembered, capacity " + capacity);
        }
        makeRoom(count);
        while (end < count) {
            long from = end;
            long to = Math.min(count, from + PAGE_ENTRIES);
            allocate(page(from));
            source.getBytes(address(from), (to - from) * IdentityLayout.LENGTH);
            end = to;
            source.meanwhile((int) from, (int) to, this::index);
        }
    }

    private void index(long from, long to) {
        for (long entry = from; entry < to; entry++) {
            enter(entry);
        }
    }

    private void enter(long entry) {
        long slot = IdentityLayout.idLow(address(entry)) & mask;
        while (indexed(slot) != EMPTY) {
            slot = (slot + 1) & mask;
        }
        indexed(slot, entry + 1);
    }

    @Override
    public void close() {
        UnsafeApi.freeMemory(index);
        for (int i = 0; i < pages.length; i++) {
            if (pages[i] != 0) {
                UnsafeApi.freeMemory(pages[i]);
                pages[i] = 0;
            }
        }
    }

    private void expire(long watermarkNs) {
        while (first < end
                && IdentityLayout.ingressTimeNs(address(first)) <= watermarkNs - retentionNs) {
            remove(first);
            first++;
        }
    }

    /** Takes an entry out of the index and closes the gap that it leaves in its run of probes. */
    private void remove(long entry) {
        long gap = IdentityLayout.idLow(address(entry)) & mask;
        while (indexed(gap) != entry + 1) {
            gap = (gap + 1) & mask;
        }
        long slot = gap;
        while (true) {
            slot = (slot + 1) & mask;
            long candidate = indexed(slot);
            if (candidate == EMPTY) {
                break;
            }
            long home = IdentityLayout.idLow(address(candidate - 1)) & mask;
            if (((slot - home) & mask) >= ((slot - gap) & mask)) {
                indexed(gap, candidate);
                gap = slot;
            }
        }
        indexed(gap, EMPTY);
    }

    private long indexed(long slot) {
        return UnsafeApi.getLong(index + slot * Long.BYTES);
    }

    private void indexed(long slot, long value) {
        UnsafeApi.putLong(index + slot * Long.BYTES, value);
    }

    private int page(long entry) {
        return (int) ((entry / PAGE_ENTRIES) % pages.length);
    }

    private long address(long entry) {
        return pages[page(entry)] + (entry % PAGE_ENTRIES) * IdentityLayout.LENGTH;
    }
}
