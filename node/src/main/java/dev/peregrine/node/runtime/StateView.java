package dev.peregrine.node.runtime;

import dev.peregrine.replay.journal.ArchiveLog;
import dev.peregrine.replay.snapshot.JournalFollower;
import dev.peregrine.replay.snapshot.SnapshotDirectory;
import dev.peregrine.scoring.engine.ScoringEngine;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The state as of now, looked at in an engine of its own that is brought from the newest snapshot
 * along the journal: the running engine takes no part in it. Takes the time and the memory of a
 * further state, so one at a time. Any thread; blocks.
 */
final class StateView {
    private final ArchiveLog journal;
    private final ArchiveLog records;
    private final SnapshotDirectory snapshots;
    private final Supplier<ScoringEngine> followers;
    private final Semaphore room = new Semaphore(1);

    StateView(
            ArchiveLog journal,
            ArchiveLog records,
            SnapshotDirectory snapshots,
            Supplier<ScoringEngine> followers) {
        this.journal = journal;
        this.records = records;
        this.snapshots = snapshots;
        this.followers = followers;
    }

    /**
     * Looks at the state behind the last event that was answered, or a later one.
     *
     * @param look given the engine, which is closed afterwards
     * @return empty while somebody else looks
     */
    <T> Optional<T> look(Function<ScoringEngine, T> look) {
        if (!room.tryAcquire()) {
            return Optional.empty();
        }
        try (JournalFollower follower =
                new JournalFollower(
                        journal, snapshots.restore(records.lastSequence(), followers))) {
            follower.follow(Long.MAX_VALUE, () -> false);
            return Optional.of(look.apply(follower.engine()));
        } finally {
            room.release();
        }
    }
}
