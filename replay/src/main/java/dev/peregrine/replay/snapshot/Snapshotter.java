package dev.peregrine.replay.snapshot;

import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.scoring.log.Log;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Takes snapshots behind the running engine: loads the newest one into an engine of its own, lets
 * it read the journal from there to the newest decision record, and saves it. The running engine
 * does not notice, apart from the processor time and the memory of a second state while it lasts.
 *
 * <p>A snapshot ends with an event that has a record, so that no record before it can be missing.
 *
 * <p>One thread at a time, other than that of {@link #stop}. Blocks.
 */
public final class Snapshotter {
    private final Log journal;
    private final Log records;
    private final SnapshotDirectory directory;
    private final Supplier<ScoringEngine> engines;
    private final int keep;
    private final EventResult result = new EventResult();
    private volatile boolean stopped;
    private JournalPoint point;

    /**
     * Prepares a snapshotter.
     *
     * @param journal open
     * @param records open
     * @param engines makes new engines, alike the running one
     * @param keep snapshots that stay; 1 or more
     */
    public Snapshotter(
            Log journal,
            Log records,
            SnapshotDirectory directory,
            Supplier<ScoringEngine> engines,
            int keep) {
        this.journal = Objects.requireNonNull(journal);
        this.records = Objects.requireNonNull(records);
        this.directory = Objects.requireNonNull(directory);
        this.engines = Objects.requireNonNull(engines);
        this.keep = keep;
    }

    /**
     * Takes a snapshot as of the newest decision record.
     *
     * @return empty when nothing was recorded since the newest snapshot, or {@link #stop} was
     *     called
     * @throws SnapshotException when it cannot be written
     */
    public Optional<SnapshotFile> take() {
        long target = records.lastSequence();
        if (target == 0 || directory.list().stream().anyMatch(file -> file.sequence() == target)) {
            return Optional.empty();
        }
        SnapshotDirectory.Restored restored = directory.restore(target, engines);
        try (ScoringEngine engine = restored.engine()) {
            point = new JournalPoint(0, 0);
            journal.read(
                    restored.manifest().map(SnapshotManifest::journalPosition).orElse(0L),
                    (end, epoch, sequence, ingressTimeNs, message, offset, length) -> {
                        engine.onEvent(
                                epoch, sequence, ingressTimeNs, message, offset, length, result);
                        point = new JournalPoint(end, ingressTimeNs);
                        return sequence < target && !stopped;
                    });
            if (engine.lastSequence() != target) {
                return Optional.empty();
            }
            return Optional.of(write(engine, point));
        }
    }

    /**
     * Takes a snapshot of an engine that stands still at the journal's end.
     *
     * @param at where its last event is
     */
    public SnapshotFile write(ScoringEngine engine, JournalPoint at) {
        SnapshotFile file = directory.write(engine, at);
        directory.prune(keep);
        return file;
    }

    /** Ends a {@link #take} that reads the journal; called by another thread. */
    public void stop() {
        stopped = true;
    }
}
