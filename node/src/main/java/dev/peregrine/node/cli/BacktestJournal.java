package dev.peregrine.node.cli;

import dev.peregrine.node.config.ConfigOverrides;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.config.NodeConfigLoader;
import dev.peregrine.node.data.DataDirectory;
import dev.peregrine.node.data.DataDirectoryException;
import dev.peregrine.node.data.LogCopy;
import dev.peregrine.node.runtime.OfflineJournal;
import dev.peregrine.node.runtime.StoredPolicies;
import dev.peregrine.replay.backtest.BacktestException;
import dev.peregrine.replay.backtest.SnapshotChoice;
import dev.peregrine.replay.backtest.SnapshotStart;
import dev.peregrine.replay.backtest.input.JournalSource;
import dev.peregrine.replay.journal.DataDirectoryLock;
import dev.peregrine.replay.snapshot.SnapshotManifest;
import dev.peregrine.scoring.log.Log;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * The journal that a backtest runs: of a node that does not run, of a backup, or of a running node.
 */
final class BacktestJournal {
    private static final String COPY = ".journal.part";

    private final Path data;
    private final Path policy;
    private final int tenantId;
    private final Beginning beginning;
    private final double share;

    /** Chooses a snapshot to begin with. */
    @FunctionalInterface
    interface Beginning {
        /** With all that the journal holds, and no state. */
        Beginning OF_THE_JOURNAL = choice -> Optional.empty();

        /**
         * Chooses.
         *
         * @throws BacktestException where there is none
         */
        Optional<SnapshotChoice.Chosen> choose(SnapshotChoice choice) throws BacktestException;
    }

    /**
     * A journal that is open.
     *
     * @param snapshot with which it begins
     * @param share of one core that a thread may use; 1 where its node is not running
     */
    record Opened(JournalSource source, Optional<SnapshotStart> snapshot, double share) {}

    /**
     * @param data the node's data directory
     * @param policy of the tenant, for a configuration
     * @param share of one core that a thread may use while the node is running
     */
    BacktestJournal(Path data, Path policy, int tenantId, Beginning beginning, double share) {
        this.data = data;
        this.policy = policy;
        this.tenantId = tenantId;
        this.beginning = beginning;
        this.share = share;
    }

    /**
     * Runs something over the journal, as far as it is now, and the history that was moved away
     * from it.
     *
     * @param out where the logs of a running node, or one with a history, are linked while it lasts
     * @throws UserException when there is none, or it or a snapshot is damaged
     */
    <T> T run(Path out, Function<Opened, T> run) {
        boolean running = DataDirectoryLock.isInUse(data);
        if (!running && !Files.isDirectory(data.resolve(DataDirectory.HISTORY))) {
            return open(data, false, run);
        }
        try (LogCopy copy = LogCopy.make(data, out.resolve(COPY))) {
            return open(copy.directory(), running, run);
        } catch (DataDirectoryException e) {
            throw new UserException(ExitCode.BAD_CONFIGURATION, e.getMessage(), e);
        }
    }

    private <T> T open(Path directory, boolean running, Function<Opened, T> run) {
        NodeConfig config =
                new NodeConfigLoader()
                        .load(
                                Optional.empty(),
                                new ConfigOverrides()
                                        .put("--journal", "data-dir", directory)
                                        .singleTenant("--policy", policy))
                        .config();
        return OfflineJournal.keyedLogs(
                config,
                (journal, records, keySecret) -> {
                    if (!directory.equals(data)) {
                        journal.restore(directory.resolve(DataDirectory.HISTORY));
                    }
                    return run.apply(opened(journal, records, keySecret, running));
                });
    }

    /**
     * Snapshots and policies are read where they are: nothing writes to them once they are there.
     */
    private Opened opened(Log journal, Log records, byte[] keySecret, boolean running) {
        Optional<SnapshotChoice.Chosen> chosen;
        try {
            chosen = beginning.choose(new SnapshotChoice(data.resolve("snapshots"), journal));
        } catch (BacktestException e) {
            throw BacktestFailures.of(e);
        }
        Optional<SnapshotManifest> manifest = chosen.map(SnapshotChoice.Chosen::manifest);
        return new Opened(
                new JournalSource(data, journal, records, tenantId, manifest),
                chosen.map(
                        choice ->
                                new SnapshotStart(
                                        choice.file(),
                                        tenantId,
                                        keySecret,
                                        new StoredPolicies(data.resolve("bundles")),
                                        running ? share : 1)),
                running ? share : 1);
    }
}
