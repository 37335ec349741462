package dev.peregrine.replay.lane;

import dev.peregrine.replay.journal.ArchiveLog;
import dev.peregrine.replay.journal.LogTail;
import dev.peregrine.replay.thread.Pace;
import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.scoring.rules.RuleLists;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * An engine of the side lane's own, for what challengers need and the deciding policy does not
 * keep: further windows, and the entries of lists. It is made from the journal's beginning when it
 * is first needed, and lasts until the lane ends. One thread.
 */
final class SideEngine implements AutoCloseable {
    private final ArchiveLog journal;
    private final Supplier<ScoringEngine> engines;
    private final EventResult result = new EventResult();
    private ScoringEngine engine;

    SideEngine(ArchiveLog journal, Supplier<ScoringEngine> engines) {
        this.journal = journal;
        this.engines = engines;
    }

    boolean isRunning() {
        return engine != null;
    }

    /**
     * Makes the engine, and brings it to the event before a sequence. Takes as long as a replay.
     *
     * @param pace of the replay
     * @param stop asked now and then; true gives up
     */
    void start(long sequence, Pace pace, BooleanSupplier stop) {
        engine = engines.get();
        try (LogTail tail = journal.tail()) {
            tail.seekBehind(0);
            while (!stop.getAsBoolean() && tail.next() && tail.sequence() < sequence) {
                onEvent(tail);
                pace.event();
            }
        }
    }

    void onEvent(LogTail event) {
        engine.onEvent(
                event.epoch(),
                event.sequence(),
                event.ingressTimeNs(),
                event.buffer(),
                event.offset(),
                event.length(),
                result);
    }

    /** Whether the last event was decided, so that {@link #features} are its. */
    boolean hasDecision() {
        return result.kind == EventResult.Kind.DECISION;
    }

    /** Features that challengers add. */
    double[] features() {
        return result.features;
    }

    RuleLists lists(int tenantId) {
        return engine.lists(tenantId);
    }

    @Override
    public void close() {
        if (engine != null) {
            engine.close();
            engine = null;
        }
    }
}
