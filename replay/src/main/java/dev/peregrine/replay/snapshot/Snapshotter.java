package dev.peregrine.replay.snapshot;

import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.scoring.log.Log;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Takes snapshots behind the running engine: loads the newest one into an engine of its own, lets
 * it read the journal from there to the newest decision record, and saves it. The running engine
 * does not notice, apart from the processor time and the memory of a second state while it lasts.
 *
 * <p>A snapshot ends with an event that has a record, so that no record before it can be missing;
 * before it is written both logs are forced to the disk, so that none can go missing later.
 *
 * <p>One thread at a time, other than that of {@link #stop}. Blocks.
 */
public final class Snapshotter {
    private final Log journal;
    private final Log records;
    private final SnapshotDirectory directory;
    private final Supplier<ScoringEngine> engines;
    private final int keep;
    private final JournalTrimmer trimmer;
    private volatile boolean stopped;

    /**
     * Prepares a snapshotter.
     *
     * @param journal open
     * @param records open
     * @param engines makes new engines, alike the running one
     * @param keep snapshots that stay; 1 or more
     * @param trimmer takes away the journal behind two of them
     */
    public Snapshotter(
            Log journal,
            Log records,
            SnapshotDirectory directory,
            Supplier<ScoringEngine> engines,
            int keep,
            JournalTrimmer trimmer) {
        this.journal = Objects.requireNonNull(journal);
        this.records = Objects.requireNonNull(records);
        this.directory = Objects.requireNonNull(directory);
        this.engines = Objects.requireNonNull(engines);
        this.keep = keep;
        this.trimmer = Objects.requireNonNull(trimmer);
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
        try (JournalFollower follower =
                new JournalFollower(journal, directory.restore(target, engines))) {
            follower.follow(target, () -> stopped);
            return follower.engine().lastSequence() == target
                    ? Optional.of(write(follower.engine(), follower.point()))
                    : Optional.empty();
        }
    }

    /**
     * Takes a snapshot of an engine that stands still at the journal's end.
     *
     * @param at where its last event is
     */
    public SnapshotFile write(ScoringEngine engine, JournalPoint at) {
        journal.force();
        records.force();
        SnapshotFile file = directory.write(engine, at);
        directory.prune(keep);
        trim();
        return file;
    }

    /**
     * Takes from the journal what lies before the second newest of two snapshots that are intact.
     */
    private void trim() {
        List<SnapshotFile> newest = directory.list();
        if (trimmer != JournalTrimmer.NONE && newest.size() > 1) {
            trimmer.trim(Math.min(journalPosition(newest.get(0)), journalPosition(newest.get(1))));
        }
    }

    private static long journalPosition(SnapshotFile file) {
        try {
            return file.verify().journalPosition();
        } catch (SnapshotException e) {
            throw new SnapshotException("the journal is not trimmed: " + e.getMessage(), e);
        }
    }

    /** Ends a {@link #take} that reads the journal; called by another thread. */
    public void stop() {
        stopped = true;
    }
}
