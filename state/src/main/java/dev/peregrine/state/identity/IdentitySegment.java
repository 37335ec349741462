package dev.peregrine.state.identity;

import static dev.peregrine.state.identity.IdentityLayout.ENTRY_LENGTH;
import static dev.peregrine.state.identity.IdentityLayout.TAG_LENGTH;

import dev.peregrine.state.StateHash;
import org.agrona.UnsafeApi;

/**
 * The identities of one span of ingress time: an open-addressing table off-heap, at most two thirds
 * full, reused for a later span once its own has passed.
 */
final class IdentitySegment implements AutoCloseable {
    static final long NOT_FOUND = -1L;

    private static final long UNUSED = Long.MIN_VALUE;
    private static final int MIN_BITS = 4;

    private final int capacity;
    private final long slots;
    private final long tags;
    private final long entries;
    private long span = UNUSED;
    private int generation;
    private int size;

    IdentitySegment(int capacity) {
        this.capacity = capacity;
        long needed = capacity + (long) (capacity >>> 1) + 1;
        slots = 1L << Math.max(MIN_BITS, 64 - Long.numberOfLeadingZeros(needed - 1));
        tags = UnsafeApi.allocateMemory(slots * (TAG_LENGTH + ENTRY_LENGTH));
        entries = tags + slots * TAG_LENGTH;
        UnsafeApi.setMemory(tags, slots * TAG_LENGTH, (byte) 0);
    }

    /** True if the segment holds the identities of a span of time. */
    boolean isOf(long otherSpan) {
        return span == otherSpan;
    }

    /** Forgets everything and begins a span. */
    void begin(long newSpan) {
        span = newSpan;
        size = 0;
        generation++;
        if (generation == 0) {
            UnsafeApi.setMemory(tags, slots * TAG_LENGTH, (byte) 0);
            generation = 1;
        }
    }

    boolean isFull() {
        return size == capacity;
    }

    int size() {
        return size;
    }

    /** Slots of the table. */
    long slots() {
        return slots;
    }

    /** Slot of an identity, or {@link #NOT_FOUND}. */
    long find(long idHigh, long idLow) {
        long wanted = IdentityLayout.tag(generation, idLow);
        long slot = idHigh & (slots - 1);
        while (true) {
            long tag = UnsafeApi.getLong(tags + slot * TAG_LENGTH);
            if (tag == wanted && IdentityLayout.is(entry(slot), idHigh, idLow)) {
                return slot;
            }
            if (IdentityLayout.generation(tag) != generation) {
                return NOT_FOUND;
            }
            slot = (slot + 1) & (slots - 1);
        }
    }

    /** Adds an identity that is not held. The caller has checked that there is room. */
    void put(long idHigh, long idLow, long contentHash, long epoch, long sequence) {
        long slot = idHigh & (slots - 1);
        while (isTaken(slot)) {
            slot = (slot + 1) & (slots - 1);
        }
        UnsafeApi.putLong(tags + slot * TAG_LENGTH, IdentityLayout.tag(generation, idLow));
        IdentityLayout.write(entry(slot), idHigh, idLow, contentHash, epoch, sequence);
        size++;
    }

    /** Address of a slot's entry. */
    long entry(long slot) {
        return entries + slot * ENTRY_LENGTH;
    }

    void hash(StateHash hash) {
        for (long slot = 0; slot < slots; slot++) {
            if (isTaken(slot)) {
                long entry = entry(slot);
                hash.word(IdentityLayout.idHigh(entry))
                        .word(IdentityLayout.idLow(entry))
                        .word(IdentityLayout.contentHash(entry))
                        .endItem();
            }
        }
    }

    @Override
    public void close() {
        UnsafeApi.freeMemory(tags);
    }

    private boolean isTaken(long slot) {
        return IdentityLayout.generation(UnsafeApi.getLong(tags + slot * TAG_LENGTH)) == generation;
    }
}
