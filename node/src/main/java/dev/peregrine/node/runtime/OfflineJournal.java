package dev.peregrine.node.runtime;

import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.data.DataDirectory;
import dev.peregrine.node.data.DataDirectoryException;
import dev.peregrine.replay.journal.ArchiveHost;
import dev.peregrine.replay.journal.ArchiveHostContext;
import dev.peregrine.replay.journal.ArchiveLog;
import dev.peregrine.replay.journal.ArchiveLogContext;
import dev.peregrine.replay.journal.DataDirectoryLock;
import dev.peregrine.replay.journal.DirectoryInUseException;
import dev.peregrine.replay.journal.SharedMemoryException;
import dev.peregrine.replay.recovery.ReplayProgress;
import dev.peregrine.replay.snapshot.JournalFollower;
import dev.peregrine.replay.snapshot.SnapshotDirectory;
import dev.peregrine.replay.snapshot.SnapshotException;
import dev.peregrine.replay.snapshot.SnapshotFile;
import dev.peregrine.replay.snapshot.Snapshotter;
import dev.peregrine.replay.verify.JournalVerifier;
import dev.peregrine.replay.verify.VerificationReport;
import dev.peregrine.scoring.engine.EngineHaltException;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.scoring.log.LogException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal of a node that does not run. Takes the data directory for as long as it works on it.
 */
public final class OfflineJournal {
    private static final Logger LOG = LoggerFactory.getLogger(OfflineJournal.class);

    private OfflineJournal() {}

    /**
     * Runs the journal through a fresh engine, or from the oldest snapshot where its beginning was
     * trimmed, and compares. Blocks until done; writes nothing but what a torn tail needs.
     *
     * @throws UserException when the directory is in use, no data directory, or its journal damaged
     */
    public static VerificationReport verify(NodeConfig config, ReplayProgress progress) {
        return work(
                config,
                opened -> {
                    SnapshotDirectory.Restored from =
                            opened.journal().startPosition() == 0
                                    ? SnapshotDirectory.Restored.nothing(opened.engines())
                                    : opened.snapshots().restoreOldest(opened.engines());
                    try (ScoringEngine engine = from.engine()) {
                        return from.manifest().isEmpty()
                                ? JournalVerifier.verify(
                                        opened.journal(),
                                        opened.records(),
                                        engine::onEvent,
                                        progress)
                                : JournalVerifier.verifyFrom(
                                        from.manifest().get(),
                                        opened.journal(),
                                        opened.records(),
                                        engine::onEvent,
                                        progress);
                    }
                });
    }

    /**
     * Brings an engine to the journal's end, from the newest snapshot if there is one, and looks at
     * its state. Blocks until done; writes nothing but what a torn tail needs.
     *
     * @param look given the engine, which is closed afterwards
     * @throws UserException when the directory is in use, no data directory, or its journal damaged
     */
    public static <T> T rebuild(NodeConfig config, Function<ScoringEngine, T> look) {
        return work(
                config,
                opened -> {
                    try (JournalFollower follower =
                            new JournalFollower(
                                    opened.journal(),
                                    opened.snapshots()
                                            .restore(
                                                    opened.records().lastSequence(),
                                                    opened.engines()))) {
                        follower.follow(Long.MAX_VALUE, () -> false);
                        return look.apply(follower.engine());
                    }
                });
    }

    /**
     * Takes a snapshot as of the journal's newest decision record. Blocks until done.
     *
     * @return empty when nothing was recorded since the newest one
     * @throws UserException when the directory is in use, no data directory, or its journal damaged
     */
    public static Optional<SnapshotFile> snapshot(NodeConfig config) {
        return work(
                config,
                opened ->
                        new Snapshotter(
                                        opened.journal(),
                                        opened.records(),
                                        opened.snapshots(),
                                        opened.engines(),
                                        config.snapshot().keep(),
                                        Engines.trimmer(config, opened.data(), opened.journal()))
                                .take());
    }

    /**
     * Looks at journal and decision records. Blocks until done; writes nothing but what a torn tail
     * needs.
     *
     * @param look given the journal, then the records
     * @throws UserException when the directory is in use, no data directory, or a log damaged
     */
    public static <T> T logs(NodeConfig config, BiFunction<ArchiveLog, ArchiveLog, T> look) {
        return work(config, opened -> look.apply(opened.journal(), opened.records()));
    }

    /**
     * The same, with the secret by which keys are hashed.
     *
     * @throws UserException when the directory is in use, no data directory, or a log damaged
     */
    public static <T> T keyedLogs(NodeConfig config, KeyedLook<T> look) {
        return work(
                config,
                opened ->
                        look.apply(opened.journal(), opened.records(), opened.data().keySecret()));
    }

    /** Looks at journal, decision records, and the secret by which keys are hashed. */
    @FunctionalInterface
    public interface KeyedLook<T> {
        /** Looks at them while they are open. */
        T apply(ArchiveLog journal, ArchiveLog records, byte[] keySecret);
    }

    /**
     * Cuts off the decision records behind the journal's end, which a copy of a running node's
     * files may have. Blocks until done.
     *
     * @return the journal's last sequence
     * @throws UserException when the directory is in use, no data directory, or a log damaged
     */
    public static long endRecordsWithJournal(NodeConfig config) {
        return work(
                config,
                opened -> {
                    long last = opened.journal().lastSequence();
                    opened.records().cutBehind(last);
                    return last;
                });
    }

    private record Opened(
            DataDirectory data,
            ArchiveLog journal,
            ArchiveLog records,
            SnapshotDirectory snapshots,
            Supplier<ScoringEngine> engines) {}

    private static <T> T work(NodeConfig config, Function<Opened, T> work) {
        if (!Files.isDirectory(config.dataDir().resolve("archive"))) {
            throw new UserException(
                    ExitCode.BAD_CONFIGURATION, config.dataDir() + ": no journal here");
        }
        try {
            DataDirectory data = DataDirectory.open(config.dataDir());
            byte[] keySecret = data.keySecret();
            try (DataDirectoryLock lock = DataDirectoryLock.acquire(data.root());
                    ArchiveHost host = ArchiveHost.launch(context(config, lock));
                    ArchiveLog journal = ArchiveLog.open(ArchiveLogContext.journal(host));
                    ArchiveLog records = ArchiveLog.open(ArchiveLogContext.records(host))) {
                lock.settle();
                LossReport.of(journal, records).forEach(LOG::warn);
                return work.apply(
                        new Opened(
                                data,
                                journal,
                                records,
                                new SnapshotDirectory(data.snapshots()),
                                Engines.followers(
                                        config,
                                        keySecret,
                                        data.quarantine(),
                                        new StoredPolicies(data.bundles()),
                                        journal)));
            }
        } catch (DirectoryInUseException e) {
            throw new UserException(ExitCode.DATA_DIRECTORY_IN_USE, e.getMessage(), e);
        } catch (LogException | EngineHaltException | SharedMemoryException e) {
            throw NodeFailures.of("replay", e);
        } catch (SnapshotException e) {
            throw new UserException(ExitCode.SNAPSHOT_FAILED, e.getMessage(), e);
        } catch (DataDirectoryException e) {
            throw new UserException(ExitCode.BAD_CONFIGURATION, e.getMessage(), e);
        }
    }

    private static ArchiveHostContext context(NodeConfig config, DataDirectoryLock lock) {
        return new ArchiveHostContext()
                .directoryLock(lock)
                .durability(config.durability())
                .termLength(Math.toIntExact(config.journal().termLength().bytes()))
                .segmentLength(Math.toIntExact(config.journal().segmentLength().bytes()))
                .failureHandler(
                        (component, failure) -> {
                            throw new LogException(component + " failed", failure);
                        });
    }
}
