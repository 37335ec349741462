package dev.peregrine.state.identity;

import dev.peregrine.state.StateHash;

/**
 * The events that have had their effect, by a 128-bit hash of (tenant, event id): what they said
 * and where in the order they stand.
 *
 * <p>Time is cut into spans of equal length, counted from the epoch. An identity belongs to the
 * span of its ingress time and is known as long as that span is among the latest {@code retention /
 * span + 1} (rounded up), the one of the present ingress time being the latest: for at least the
 * retention, at most a span longer, and decided by ingress times alone. A span's identities are
 * dropped together and at no cost.
 *
 * <p>The ingress time never goes back. One thread. Off-heap, of a fixed size; nothing blocks or
 * allocates after construction.
 */
public final class IdentityTable implements AutoCloseable {
    /** {@link #find} found nothing. */
    public static final long NOT_FOUND = -1L;

    private final long spanNs;
    private final IdentitySegment[] segments;

    /**
     * @param retentionNs how long an identity is known at least, in nanoseconds of ingress time
     * @param spanNs length of a span, in nanoseconds; a search looks into retention / span + 1
     *     segments
     * @param segmentCapacity greatest number of identities in a span: the greatest rate times the
     *     span
     */
    public IdentityTable(long retentionNs, long spanNs, int segmentCapacity) {
        if (retentionNs <= 0 || spanNs <= 0 || segmentCapacity <= 0) {
            throw new IllegalArgumentException(
                    "identities: retention "
                            + retentionNs
                            + " ns, span "
                            + spanNs
                            + " ns, segment capacity "
                            + segmentCapacity);
        }
        this.spanNs = spanNs;
        segments = new IdentitySegment[Math.toIntExact((retentionNs - 1) / spanNs + 2)];
        for (int i = 0; i < segments.length; i++) {
            segments[i] = new IdentitySegment(segmentCapacity);
        }
    }

    /**
     * Looks an identity up, the youngest span first.
     *
     * @param watermarkNs latest ingress time
     * @return a handle for the accessors, good until the next {@link #put}; or {@link #NOT_FOUND}
     */
    public long find(long idHigh, long idLow, long watermarkNs) {
        long present = spanOf(watermarkNs);
        int place = placeOf(present);
        for (int age = 0; age < segments.length; age++) {
            IdentitySegment segment = segments[place];
            if (segment.isOf(present - age)) {
                long slot = segment.find(idHigh, idLow);
                if (slot != IdentitySegment.NOT_FOUND) {
                    return place * segment.slots() + slot;
                }
            }
            place = place == 0 ? segments.length - 1 : place - 1;
        }
        return NOT_FOUND;
    }

    /** Hash of what the event said. */
    public long contentHash(long handle) {
        return IdentityLayout.contentHash(entry(handle));
    }

    /** Epoch of the event that had the effect. */
    public long epoch(long handle) {
        return IdentityLayout.epoch(entry(handle));
    }

    /** Sequence of the event that had the effect. */
    public long sequence(long handle) {
        return IdentityLayout.sequence(entry(handle));
    }

    /** True if the span of an ingress time can take another identity. */
    public boolean hasRoom(long watermarkNs) {
        long present = spanOf(watermarkNs);
        IdentitySegment segment = segments[placeOf(present)];
        return !segment.isOf(present) || !segment.isFull();
    }

    /**
     * Remembers an event that had its effect. The caller has looked it up and found nothing, and
     * has checked {@link #hasRoom}.
     *
     * @param watermarkNs the event's ingress time, which is the latest
     * @throws IllegalStateException if the span is full
     */
    public void put(
            long idHigh,
            long idLow,
            long contentHash,
            long epoch,
            long sequence,
            long watermarkNs) {
        if (!hasRoom(watermarkNs)) {
            throw new IllegalStateException("no room for another identity at " + watermarkNs);
        }
        long present = spanOf(watermarkNs);
        IdentitySegment segment = segments[placeOf(present)];
        if (!segment.isOf(present)) {
            segment.begin(present);
        }
        segment.put(idHigh, idLow, contentHash, epoch, sequence);
    }

    /** Identities known at an ingress time. */
    public long size(long watermarkNs) {
        long size = 0;
        for (IdentitySegment segment : segments) {
            if (isKnown(segment, spanOf(watermarkNs))) {
                size += segment.size();
            }
        }
        return size;
    }

    /**
     * Adds every identity known at an ingress time to a commutative hash: the id and what the event
     * said, but not where it stands in the order, which differs after a restart. Walks the table.
     */
    public void hash(long watermarkNs, StateHash hash) {
        for (IdentitySegment segment : segments) {
            if (isKnown(segment, spanOf(watermarkNs))) {
                segment.hash(hash);
            }
        }
    }

    @Override
    public void close() {
        for (IdentitySegment segment : segments) {
            segment.close();
        }
    }

    private boolean isKnown(IdentitySegment segment, long present) {
        for (int age = 0; age < segments.length; age++) {
            if (segment.isOf(present - age)) {
                return true;
            }
        }
        return false;
    }

    private long spanOf(long ingressNs) {
        return Math.floorDiv(ingressNs, spanNs);
    }

    private int placeOf(long span) {
        return Math.floorMod(span, segments.length);
    }

    private long entry(long handle) {
        long slots = segments[0].slots();
        return segments[(int) (handle / slots)].entry(handle & (slots - 1));
    }
}
