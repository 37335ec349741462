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
import dev.peregrine.replay.recovery.ReplayProgress;
import dev.peregrine.replay.verify.JournalVerifier;
import dev.peregrine.replay.verify.VerificationReport;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.scoring.log.LogException;
import java.nio.file.Files;

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
                    ArchiveLog records = ArchiveLog.open(ArchiveLog.Context.records(host));
                    ScoringEngine engine =
                            new ScoringEngine(
                                    Engines.replayContext(
                                            config,
                                            keySecret,
                                            new StoredPolicies(data.bundles())))) {
                return JournalVerifier.verify(journal, records, engine::onEvent, progress);
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
