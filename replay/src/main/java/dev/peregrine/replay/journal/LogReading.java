package dev.peregrine.replay.journal;

import dev.peregrine.scoring.log.LogException;
import dev.peregrine.scoring.log.LogListener;
import org.agrona.DirectBuffer;

/**
 * One reading of a recording's files, every record checked. Stays within what was durable when it
 * began. One thread. Blocks for the reads.
 */
final class LogReading implements AutoCloseable {
    private final String logName;
    private final LogOrder order;
    private final Recording recording;
    private final SegmentCursor cursor;
    private final long endPosition;

    /**
     * Begins a reading.
     *
     * @param endPosition where the last record ends
     */
    LogReading(
            String logName,
            LogOrder order,
            Recording recording,
            SegmentCursor cursor,
            long endPosition) {
        this.logName = logName;
        this.order = order;
        this.recording = recording;
        this.cursor = cursor;
        this.endPosition = endPosition;
    }

    /** Reads to the end, or until the listener has had enough; position after the last record. */
    long read(long fromPosition, LogListener listener) {
        RecordCheck check = new RecordCheck(logName, order);
        long position = fromPosition;
        cursor.seek(position, endPosition);
        boolean more = true;
        while (more && next(check)) {
            position = cursor.position();
            int offset = cursor.offset();
            more =
                    listener.onRecord(
                            position,
                            Envelope.epoch(cursor.buffer(), offset),
                            Envelope.sequence(cursor.buffer(), offset),
                            Envelope.ingressTimeNs(cursor.buffer(), offset),
                            cursor.buffer(),
                            offset + Envelope.LENGTH,
                            cursor.length() - Envelope.LENGTH);
        }
        return position;
    }

    /**
     * Where the last term begins whose first record is not after a sequence; the recording's start
     * if there is none. A record lies within a term, so each term begins with one.
     */
    long positionBefore(long sequence) {
        return lastTermThatBegins(
                (record, offset) -> Envelope.sequence(record, offset) <= sequence);
    }

    /** The same, for a record whose ingress time is not after another. */
    long positionBeforeTime(long ingressTimeNs) {
        return lastTermThatBegins(
                (record, offset) -> Envelope.ingressTimeNs(record, offset) <= ingressTimeNs);
    }

    private interface RecordTest {
        boolean holds(DirectBuffer record, int offset);
    }

    private long lastTermThatBegins(RecordTest test) {
        long termLength = recording.termLength();
        long low = recording.startPosition() / termLength;
        long high = (endPosition + termLength - 1) / termLength;
        while (high - low > 1) {
            long middle = (low + high) >>> 1;
            cursor.seek(middle * termLength, endPosition);
            if (next(new RecordCheck(logName, order))
                    && test.holds(cursor.buffer(), cursor.offset())) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.max(low * termLength, recording.startPosition());
    }

    private boolean next(RecordCheck check) {
        long start = cursor.position();
        SegmentCursor.Step step = cursor.next();
        if (step == SegmentCursor.Step.BROKEN) {
            throw new LogException(
                    logName
                            + ": damaged at position "
                            + start
                            + ": expected records up to position "
                            + endPosition
                            + ", found none that is whole");
        }
        if (step == SegmentCursor.Step.END) {
            return false;
        }
        LogException fault =
                check.check(cursor.buffer(), cursor.offset(), cursor.length(), cursor.position());
        if (fault != null) {
            throw fault;
        }
        return true;
    }

    @Override
    public void close() {
        cursor.close();
    }
}
