package dev.peregrine.replay.journal;

import dev.peregrine.scoring.log.LogException;
import org.agrona.DirectBuffer;

/**
 * Follows a log while it grows, record by record, from the archive's files: what {@link
 * ArchiveLog#read} does in one go. Every record is checked. Where the log's beginning was taken
 * away before it was read, the tail goes on where the log begins.
 *
 * <p>One thread. Never waits for what is not yet durable. Allocates nothing per record.
 */
public final class LogTail implements AutoCloseable {
    private final ArchiveLog log;
    private final LogOrder order;
    private RecordCheck check;
    private SegmentCursor cursor;
    private long position;
    private long limit;
    private long behind;

    LogTail(ArchiveLog log, LogOrder order) {
        this.log = log;
        this.order = order;
        check = new RecordCheck(log.name(), order);
    }

    /** Goes to the first record behind a sequence; 0 for the beginning. Blocks for a search. */
    public void seekBehind(long sequence) {
        behind = sequence;
        moveTo(sequence == 0 ? log.startPosition() : log.positionBefore(sequence));
    }

    /**
     * Moves to the next record.
     *
     * @return false when none is durable yet
     * @throws LogException when a record is damaged
     */
    public boolean next() {
        while (step()) {
            if (sequence() > behind) {
                return true;
            }
        }
        return false;
    }

    public long epoch() {
        return Envelope.epoch(cursor.buffer(), cursor.offset());
    }

    public long sequence() {
        return Envelope.sequence(cursor.buffer(), cursor.offset());
    }

    /** Epoch nanoseconds. */
    public long ingressTimeNs() {
        return Envelope.ingressTimeNs(cursor.buffer(), cursor.offset());
    }

    /** Position in the log at which the record ends. */
    public long endPosition() {
        return position;
    }

    /** Holds the message until the next move. */
    public DirectBuffer buffer() {
        return cursor.buffer();
    }

    /** Where the message begins, with its header. */
    public int offset() {
        return cursor.offset() + Envelope.LENGTH;
    }

    /** Of the message, in bytes. */
    public int length() {
        return cursor.length() - Envelope.LENGTH;
    }

    @Override
    public void close() {
        if (cursor != null) {
            cursor.close();
        }
    }

    private boolean step() {
        if (cursor == null) {
            if (log.durablePosition() <= position) {
                return false;
            }
            cursor = log.openCursor();
            moveTo(Math.max(position, log.startPosition()));
        }
        while (true) {
            switch (cursor.next()) {
                case MESSAGE -> {
                    LogException fault =
                            check.check(
                                    cursor.buffer(),
                                    cursor.offset(),
                                    cursor.length(),
                                    cursor.position());
                    if (fault != null) {
                        throw fault;
                    }
                    position = cursor.position();
                    return true;
                }
                case END -> {
                    long durable = log.durablePosition();
                    if (durable <= limit) {
                        return false;
                    }
                    limit = durable;
                    cursor.seek(position, limit);
                }
                default -> {
                    if (log.startPosition() <= position) {
                        throw new LogException(
                                log.name()
                                        + ": damaged at position "
                                        + position
                                        + ": expected a record, found none that is whole");
                    }
                    moveTo(log.startPosition());
                }
            }
        }
    }

    private void moveTo(long newPosition) {
        position = newPosition;
        check = new RecordCheck(log.name(), order);
        if (cursor != null) {
            limit = Math.max(position, log.durablePosition());
            cursor.seek(position, limit);
        }
    }
}
