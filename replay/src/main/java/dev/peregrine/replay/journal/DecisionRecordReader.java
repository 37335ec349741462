package dev.peregrine.replay.journal;

import dev.peregrine.protocol.codec.DecisionRecordDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.scoring.log.LogException;
import dev.peregrine.scoring.pipeline.DecisionLookup;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Finds old decisions in the log of decision records. An index in memory, filled during recovery
 * and by the publish stage, leads to within 32 KiB of the record; for records older than what
 * recovery has read, a binary search leads to their term. The rest is a read of the archive's file,
 * which is in the page cache if it is recent.
 *
 * <p>One thread. Blocks for the read, and, for a record that was appended a moment ago, until it is
 * recorded. Allocates only when the index doubles.
 */
public final class DecisionRecordReader implements DecisionLookup, AutoCloseable {
    private static final long BYTES_PER_ENTRY = 32 * 1024;
    private static final long WAIT_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long POLL_NS = 50_000;

    private final ArchiveLog log;
    private final SequenceIndex index = new SequenceIndex(BYTES_PER_ENTRY);
    private final Envelope envelope = new Envelope();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final DecisionRecordDecoder record = new DecisionRecordDecoder();
    private final UnsafeBuffer body = new UnsafeBuffer(0, 0);
    private SegmentCursor cursor;
    private long lastSequence;
    private long lastEndPosition;

    /**
     * Makes a reader.
     *
     * @param records log of decision records
     */
    public DecisionRecordReader(ArchiveLog records) {
        this.log = records;
    }

    @Override
    public void onRecorded(long sequence, long endPosition) {
        index.add(sequence, endPosition);
        lastSequence = sequence;
        lastEndPosition = endPosition;
    }

    @Override
    public boolean find(long sequence, BodyConsumer consumer) {
        if (sequence > lastSequence) {
            return false;
        }
        awaitRecorded();
        if (cursor == null) {
            cursor = log.openCursor();
        }
        long near = index.positionBefore(sequence);
        cursor.seek(near > 0 ? near : log.positionBefore(sequence), lastEndPosition);
        while (cursor.next() == SegmentCursor.Step.MESSAGE) {
            long found = Envelope.sequence(cursor.buffer(), cursor.offset());
            if (found >= sequence) {
                return found == sequence && consume(consumer);
            }
        }
        throw new LogException(
                log.name()
                        + ": damaged at position "
                        + cursor.position()
                        + ": expected the record of sequence "
                        + sequence
                        + " before position "
                        + lastEndPosition
                        + ", found no record");
    }

    @Override
    public void close() {
        if (cursor != null) {
            cursor.close();
        }
    }

    private boolean consume(BodyConsumer consumer) {
        DirectBuffer buffer = cursor.buffer();
        Envelope.Fault fault = envelope.check(buffer, cursor.offset(), cursor.length());
        if (fault != Envelope.Fault.NONE) {
            throw new LogException(
                    log.name()
                            + ": record that ends at position "
                            + cursor.position()
                            + ": "
                            + fault.text());
        }
        int message = cursor.offset() + Envelope.LENGTH;
        if (header.wrap(buffer, message).templateId() != DecisionRecordDecoder.TEMPLATE_ID) {
            return false;
        }
        record.wrapAndApplyHeader(buffer, message, header);
        record.skipFeatures();
        record.skipRulesFired();
        record.skipShadowFired();
        record.wrapBody(body);
        consumer.onBody(body, 0, body.capacity());
        return true;
    }

    private void awaitRecorded() {
        long deadline = System.nanoTime() + WAIT_NS;
        while (log.durablePosition() < lastEndPosition) {
            if (System.nanoTime() - deadline > 0) {
                throw new LogException(
                        log.name()
                                + ": not recorded in time: expected position "
                                + lastEndPosition
                                + ", found "
                                + log.durablePosition());
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }
}
