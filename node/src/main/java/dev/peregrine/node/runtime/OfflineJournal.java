package dev.peregrine.node.runtime;

import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.data.DataDirectory;
import dev.peregrine.node.data.DataDirectoryException;
import dev.peregrine.replay.journal.ArchiveHost;
import dev.peregrine.replay.journal.ArchiveHostContext;
import dev.peregrine.replay.journal.ArchiveLog;
import dev.peregrine.replay.journal.DataDirectoryLock;
import dev.peregrine.replay.journal.DirectoryInUseException;
import dev.peregrine.replay.recovery.JournalFeatureHistory;
import dev.peregrine.replay.recovery.ReplayProgress;
import dev.peregrine.replay.verify.JournalVerifier;
import dev.peregrine.replay.verify.VerificationReport;
import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.scoring.log.LogException;
import java.nio.file.Files;
import java.util.function.Function;

/**
 * The journal of a node that does not run. Takes the data directory for as long as it works on it.
 */
public final class OfflineJournal {
    private OfflineJournal() {}

    /**
     * Runs the journal through a fresh engine and compares. Blocks until done; writes nothing but
     * what a torn tail needs.
     *
     * @throws UserException when the directory is in use, no data directory, or its journal damaged
     */
    public static VerificationReport verify(NodeConfig config, ReplayProgress progress) {
        return work(
                config,
                (host, journal, engine) -> {
                    try (ArchiveLog records = ArchiveLog.open(ArchiveLog.Context.records(host))) {
                        return JournalVerifier.verify(journal, records, engine::onEvent, progress);
                    }
                });
    }

    /**
     * Runs the journal through a fresh engine and looks at the state at its end. Blocks until done;
     * writes nothing but what a torn tail needs.
     *
     * @param look given the engine, which is closed afterwards
     * @throws UserException when the directory is in use, no data directory, or its journal damaged
     */
    public static <T> T rebuild(NodeConfig config, Function<ScoringEngine, T> look) {
        return work(
                config,
                (host, journal, engine) -> {
                    EventResult result = new EventResult();
                    journal.read(
                            0,
                            (end, epoch, sequence, ingressTimeNs, message, offset, length) -> {
                                engine.onEvent(
                                        epoch,
                                        sequence,
                                        ingressTimeNs,
                                        message,
                                        offset,
                                        length,
                                        result);
                                return true;
                            });
                    return look.apply(engine);
                });
    }

    private interface Work<T> {
        T on(ArchiveHost host, ArchiveLog journal, ScoringEngine engine);
    }

    private static <T> T work(NodeConfig config, Work<T> work) {
        if (!Files.isDirectory(config.dataDir().resolve("archive"))) {
            throw new UserException(
                    ExitCode.BAD_CONFIGURATION, config.dataDir() + ": no journal here");
        }
        try {
            DataDirectory data = DataDirectory.open(config.dataDir());
            byte[] keySecret = data.keySecret();
            try (DataDirectoryLock lock = DataDirectoryLock.acquire(data.root());
                    ArchiveHost host = ArchiveHost.launch(context(config, lock));
                    ArchiveLog journal = ArchiveLog.open(ArchiveLog.Context.journal(host));
                    JournalFeatureHistory history =
                            Engines.history(config, keySecret, journal, Engines.replayStores());
                    ScoringEngine engine =
                            new ScoringEngine(
                                    Engines.context(
                                            config,
                                            keySecret,
                                            new StoredPolicies(data.bundles()),
                                            Engines.replayStores(),
                                            history))) {
                return work.on(host, journal, engine);
            }
        } catch (DirectoryInUseException e) {
            throw new UserException(ExitCode.DATA_DIRECTORY_IN_USE, e.getMessage(), e);
        } catch (LogException e) {
            throw new UserException(ExitCode.JOURNAL_FAILED, e.getMessage(), e);
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
