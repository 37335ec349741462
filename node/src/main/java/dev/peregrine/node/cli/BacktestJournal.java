package dev.peregrine.node.cli;

import dev.peregrine.node.config.ConfigOverrides;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.config.NodeConfigLoader;
import dev.peregrine.node.data.DataDirectoryException;
import dev.peregrine.node.data.LogCopy;
import dev.peregrine.node.runtime.OfflineJournal;
import dev.peregrine.replay.backtest.input.JournalSource;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The journal that a backtest runs: of a node that does not run, of a backup, or of a running node.
 */
final class BacktestJournal {
    private static final String COPY = ".journal.part";

    private final Path data;
    private final Path policy;
    private final int tenantId;

    /**
     * @param data the node's data directory
     * @param policy of the tenant, for a configuration
     */
    BacktestJournal(Path data, Path policy, int tenantId) {
        this.data = data;
        this.policy = policy;
        this.tenantId = tenantId;
    }

    /**
     * Runs something over the journal, as far as it is now.
     *
     * @param out where the logs of a running node are linked while it lasts
     * @param run given the journal, and whether its node is running
     * @throws UserException when there is none, or it is damaged
     */
    <T> T run(Path out, BiFunction<JournalSource, Boolean, T> run) {
        try {
            return open(data, source -> run.apply(source, false));
        } catch (UserException e) {
            if (e.exitCode() != ExitCode.DATA_DIRECTORY_IN_USE) {
                throw e;
            }
        }
        try (LogCopy copy = LogCopy.make(data, out.resolve(COPY))) {
            return open(copy.directory(), source -> run.apply(source, true));
        } catch (DataDirectoryException e) {
            throw new UserException(ExitCode.BAD_CONFIGURATION, e.getMessage(), e);
        }
    }

    private <T> T open(Path directory, Function<JournalSource, T> run) {
        NodeConfig config =
                new NodeConfigLoader()
                        .load(
                                Optional.empty(),
                                new ConfigOverrides()
                                        .put("--journal", "data-dir", directory)
                                        .singleTenant("--policy", policy))
                        .config();
        return OfflineJournal.logs(
                config,
                (journal, records) ->
                        run.apply(new JournalSource(data, journal, records, tenantId)));
    }
}
