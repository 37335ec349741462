package dev.peregrine.replay.snapshot;

import dev.peregrine.replay.thread.Pace;
import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.scoring.log.Log;
import dev.peregrine.scoring.log.LogException;
import java.util.function.BooleanSupplier;

/** Brings an engine along the journal, from a snapshot or from nothing. One thread. Blocks. */
public final class JournalFollower implements AutoCloseable {
    private final Log journal;
    private final ScoringEngine engine;
    private final EventResult result = new EventResult();
    private JournalPoint point;

    /**
     * Takes an engine over, which {@link #close} closes.
     *
     * @param from what it holds
     */
    public JournalFollower(Log journal, SnapshotDirectory.Restored from) {
        this.journal = journal;
        engine = from.engine();
        point =
                from.manifest()
                        .map(m -> new JournalPoint(m.journalPosition(), m.ingressTimeNs()))
                        .orElse(new JournalPoint(0, 0));
    }

    /**
     * Reads on.
     *
     * @param lastSequence the last event to read; at the latest it ends with the journal
     * @param stopped asked after every event
     * @throws LogException when the journal is damaged, or does not hold the next event
     */
    public void follow(long lastSequence, BooleanSupplier stopped) {
        follow(lastSequence, () -> {}, stopped);
    }

    void follow(long lastSequence, Pace pace) {
        follow(lastSequence, pace::event, () -> false);
    }

    private void follow(long lastSequence, Runnable afterEvent, BooleanSupplier stopped) {
        journal.read(
                point.position(),
                (end, epoch, sequence, ingressTimeNs, message, offset, length) -> {
                    checkNext(journal, engine.lastSequence(), sequence, end);
                    engine.onEvent(epoch, sequence, ingressTimeNs, message, offset, length, result);
                    point = new JournalPoint(end, ingressTimeNs);
                    afterEvent.run();
                    return sequence < lastSequence && !stopped.getAsBoolean();
                });
    }

    /**
     * Checks that an event is the next one.
     *
     * @param endPosition of the event
     * @throws LogException when it is another: the beginning of the journal is gone
     */
    public static void checkNext(Log journal, long lastSequence, long sequence, long endPosition) {
        if (sequence != lastSequence + 1) {
            throw new LogException(
                    journal.name()
                            + ": record that ends at position "
                            + endPosition
                            + ": expected sequence "
                            + (lastSequence + 1)
                            + ", found "
                            + sequence
                            + (lastSequence == 0
                                    ? ": its beginning was trimmed, and no snapshot is intact"
                                    : ""));
        }
    }

    /** The engine, between two events. */
    public ScoringEngine engine() {
        return engine;
    }

    /** Where its last event is. */
    public JournalPoint point() {
        return point;
    }

    @Override
    public void close() {
        engine.close();
    }
}
