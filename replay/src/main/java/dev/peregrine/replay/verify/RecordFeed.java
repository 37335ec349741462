package dev.peregrine.replay.verify;

import dev.peregrine.scoring.log.Log;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.LongArrayList;

/**
 * The records of a log one after the other, on demand: reads and keeps a few megabytes at a time.
 * One thread.
 */
final class RecordFeed {
    private static final int BATCH_BYTES = 16 * 1024 * 1024;

    private final Log log;
    private final long firstSequence;
    private final ExpandableArrayBuffer batch = new ExpandableArrayBuffer(BATCH_BYTES);
    private final LongArrayList sequences = new LongArrayList();
    private final IntArrayList offsets = new IntArrayList();
    private long position;
    private int next;
    private int used;
    private boolean ended;

    /**
     * Begins a reading.
     *
     * @param firstSequence records before it are left out
     */
    RecordFeed(Log log, long firstSequence) {
        this.log = log;
        this.firstSequence = firstSequence;
        position = log.positionBefore(firstSequence);
    }

    /** Whether there is another record. Reads if need be. */
    boolean hasNext() {
        if (next == sequences.size() && !ended) {
            fill();
        }
        return next < sequences.size();
    }

    /** Sequence of the next record. */
    long sequence() {
        return sequences.getLong(next);
    }

    /** Holds the next record's message at {@link #offset}. */
    DirectBuffer buffer() {
        return batch;
    }

    int offset() {
        return offsets.getInt(next);
    }

    int length() {
        return (next + 1 < offsets.size() ? offsets.getInt(next + 1) : used) - offset();
    }

    /** Goes on to the one after. */
    void advance() {
        next++;
    }

    private void fill() {
        sequences.clear();
        offsets.clear();
        next = 0;
        used = 0;
        position =
                log.read(
                        position,
                        (end, epoch, sequence, time, message, offset, length) -> {
                            if (sequence >= firstSequence) {
                                sequences.addLong(sequence);
                                offsets.addInt(used);
                                batch.putBytes(used, message, offset, length);
                                used += length;
                            }
                            return used < BATCH_BYTES;
                        });
        ended = used < BATCH_BYTES;
    }
}
