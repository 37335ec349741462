package dev.peregrine.replay.snapshot;

import dev.peregrine.replay.thread.Pace;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.scoring.log.Log;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Takes snapshots behind the running engine: loads the newest one into an engine of its own, lets
 * it read the journal from there to the newest decision record, and saves it. The running engine
 * does not notice, apart from the processor time and the memory of a second state, which is kept
 * for the next one or freed ({@link #keepState}).
 *
 * <p>A snapshot ends with an event that has a record, so that no record before it can be missing;
 * before it is written both logs are forced to the disk, so that none can go missing later.
 *
 * <p>What it does on a node's snapshot thread is paced: it works for a quarter of a millisecond and
 * rests for so long that it takes its {@link #share} of a core, and what it writes is forced to the
 * disk bit by bit.
 *
 * <p>One thread at a time, other than that of {@link #stop}. Blocks.
 */
public final class Snapshotter implements AutoCloseable {
    private final Log journal;
    private final Log records;
    private final SnapshotDirectory directory;
    private final Supplier<ScoringEngine> engines;
    private final int keep;
    private final JournalTrimmer trimmer;
    private double share = 1;
    private boolean keepsState;
    private JournalFollower kept;
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
     * How much of one core {@link #take} may use; more than 0, at most 1. Default: 1, all of it.
     */
    public Snapshotter share(double value) {
        share = value;
        return this;
    }

    /**
     * Whether the state of a snapshot is kept for the next one, which then neither loads it nor
     * takes its memory anew. Default: no, so that it is freed.
     */
    public Snapshotter keepState(boolean value) {
        keepsState = value;
        return this;
    }

    /**
     * Takes a snapshot as of the newest decision record.
     *
     * @return empty when nothing was recorded since the newest snapshot, or {@link #stop} was
     *     called
     * @throws SnapshotException when it cannot be written
     */
    public Optional<SnapshotFile> take() {
        try {
            return take(new Pace(share, () -> stopped, Long.MAX_VALUE));
        } catch (Pace.StoppedException e) {
            return Optional.empty();
        }
    }

    private Optional<SnapshotFile> take(Pace pace) {
        long target = records.lastSequence();
        if (target == 0 || directory.list().stream().anyMatch(file -> file.sequence() == target)) {
            return Optional.empty();
        }
        JournalFollower follower =
                kept == null
                        ? new JournalFollower(journal, directory.restore(target, engines, pace))
                        : kept;
        kept = null;
        try {
            follower.follow(target, pace);
            if (follower.engine().lastSequence() != target) {
                return Optional.empty();
            }
            SnapshotFile file = write(follower.engine(), follower.point(), pace);
            kept = keepsState ? follower : null;
            return Optional.of(file);
        } finally {
            if (kept == null) {
                follower.close();
            }
        }
    }

    /**
     * Takes a snapshot of an engine that stands still at the journal's end.
     *
     * @param at where its last event is
     * @param limitNs how long it may take
     * @throws SnapshotException when it cannot be written, or takes longer
     */
    public SnapshotFile write(ScoringEngine engine, JournalPoint at, long limitNs) {
        try {
            return write(engine, at, new Pace(1, () -> false, limitNs));
        } catch (Pace.TimeUpException e) {
            throw new SnapshotException(e.getMessage(), e);
        }
    }

    private SnapshotFile write(ScoringEngine engine, JournalPoint at, Pace pace) {
        journal.force();
        records.force();
        SnapshotFile file = directory.write(engine, at, pace);
        directory.prune(keep);
        trim(pace);
        return file;
    }

    /**
     * Takes from the journal what lies before the second newest of two snapshots that are intact.
     */
    private void trim(Pace pace) {
        List<SnapshotFile> newest = directory.list();
        if (trimmer != JournalTrimmer.NONE && newest.size() > 1) {
            trimmer.trim(
                    Math.min(
                            journalPosition(newest.get(0), pace),
                            journalPosition(newest.get(1), pace)));
        }
    }

    private static long journalPosition(SnapshotFile file, Pace pace) {
        try {
            return file.verify(pace).journalPosition();
        } catch (SnapshotException e) {
            throw new SnapshotException("the journal is not trimmed: " + e.getMessage(), e);
        }
    }

    /** Ends a {@link #take} wherever it is; called by another thread. */
    public void stop() {
        stopped = true;
    }

    /** Gives back the state that was kept, if there is one. While no {@link #take} is under way. */
    @Override
    public void close() {
        if (kept != null) {
            kept.close();
            kept = null;
        }
    }
}
