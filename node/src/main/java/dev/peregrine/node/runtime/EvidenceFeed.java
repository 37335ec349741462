package dev.peregrine.node.runtime;

import dev.peregrine.gateway.evidence.EventPlace;
import dev.peregrine.gateway.evidence.EvidenceWriter;
import dev.peregrine.gateway.evidence.ResumePoint;
import dev.peregrine.replay.journal.ArchiveLog;
import dev.peregrine.replay.journal.LogTail;
import dev.peregrine.replay.journal.SettledEvents;
import java.util.zip.CRC32C;

/**
 * Carries events and records from the logs to the evidence store, some at a time. One thread.
 * Blocks on the disk.
 */
final class EvidenceFeed implements AutoCloseable {
    private static final int BATCH = 512;

    private final ArchiveLog journal;
    private final SettledEvents events;
    private final EvidenceWriter writer;
    private long skipped;

    EvidenceFeed(ArchiveLog journal, ArchiveLog records, EvidenceWriter writer) {
        this.journal = journal;
        this.writer = writer;
        events = new SettledEvents(journal, records);
    }

    /** Goes to the first event that is not in the store; a store of another journal is emptied. */
    void begin() {
        writer.rollBack();
        if (!isOfThisJournal(writer.resume())) {
            writer.clear();
        }
        events.seekBehind(writer.resume().sequence());
    }

    /**
     * Carries over what has come, up to a batch.
     *
     * @param settledSequence up to which the records of all events are durable
     * @return events
     */
    int poll(long settledSequence) {
        int count = 0;
        while (count < BATCH && events.next(settledSequence)) {
            LogTail event = events.event();
            writer.begin(
                    new EventPlace(
                            event.epoch(),
                            event.sequence(),
                            event.ingressTimeNs(),
                            event.endPosition()),
                    events.isRecordKept());
            if (events.hasRecord()) {
                LogTail record = events.record();
                writer.record(record.buffer(), record.offset(), record.length());
            }
            if (!writer.add(event.buffer(), event.offset(), event.length())) {
                skipped++;
            }
            count++;
        }
        writer.commit();
        return count;
    }

    /** Events that were not well-formed. */
    long skipped() {
        return skipped;
    }

    @Override
    public void close() {
        events.close();
    }

    /** Whether the last event in the store is the journal's, as far as that still has it. */
    private boolean isOfThisJournal(ResumePoint resume) {
        if (resume.sequence() == 0 || resume.checksum() == ResumePoint.UNKNOWN) {
            return true;
        }
        try (LogTail tail = journal.tail()) {
            tail.seekBehind(resume.sequence() - 1);
            if (!tail.next() || tail.sequence() != resume.sequence()) {
                return true;
            }
            CRC32C checksum = new CRC32C();
            byte[] bytes = new byte[tail.length()];
            tail.buffer().getBytes(tail.offset(), bytes);
            checksum.update(bytes);
            return checksum.getValue() == resume.checksum();
        }
    }
}
