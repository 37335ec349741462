package dev.peregrine.replay.journal;

/**
 * The journal's events with what became of them: each event beside its decision record or refusal,
 * if it has one. Follows both logs while they grow; an event is given out only once its record, if
 * there will be one, is durable.
 *
 * <p>One thread. Never waits.
 */
public final class SettledEvents implements AutoCloseable {
    private final ArchiveLog recordLog;
    private final LogTail events;
    private final LogTail records;
    private long firstRecorded;
    private boolean eventAhead;
    private boolean recordAhead;
    private boolean recordFound;

    public SettledEvents(ArchiveLog journal, ArchiveLog recordLog) {
        this.recordLog = recordLog;
        events = journal.tail();
        records = recordLog.tail();
    }

    /** Goes to the first event behind a sequence; 0 for the beginning. Blocks for a search. */
    public void seekBehind(long sequence) {
        events.seekBehind(sequence);
        records.seekBehind(sequence);
        firstRecorded = firstRecorded();
        eventAhead = false;
        recordAhead = false;
        recordFound = false;
    }

    /**
     * Moves to the next event.
     *
     * @param settledSequence up to which the records of all events are durable
     * @return false when there is none up to that sequence
     */
    public boolean next(long settledSequence) {
        if (!eventAhead) {
            if (!events.next()) {
                return false;
            }
            eventAhead = true;
        }
        if (events.sequence() > settledSequence) {
            return false;
        }
        if (recordFound) {
            recordAhead = false;
        }
        while ((recordAhead || (recordAhead = records.next()))
                && records.sequence() < events.sequence()) {
            recordAhead = false;
        }
        recordFound = recordAhead && records.sequence() == events.sequence();
        eventAhead = false;
        return true;
    }

    /** The event, until the next move. */
    public LogTail event() {
        return events;
    }

    /** Whether the event has a record. */
    public boolean hasRecord() {
        return recordFound;
    }

    /** The event's record, until the next move; only if it {@link #hasRecord}. */
    public LogTail record() {
        return records;
    }

    /** Whether the records reach back to this event: then one without had none. */
    public boolean isRecordKept() {
        return events.sequence() >= firstRecorded;
    }

    @Override
    public void close() {
        events.close();
        records.close();
    }

    private long firstRecorded() {
        if (recordLog.startPosition() == 0) {
            return 0;
        }
        try (LogTail first = recordLog.tail()) {
            first.seekBehind(0);
            return first.next() ? first.sequence() : Long.MAX_VALUE;
        }
    }
}
