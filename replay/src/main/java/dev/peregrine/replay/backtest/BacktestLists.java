package dev.peregrine.replay.backtest;

import dev.peregrine.policy.ListSpec;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.replay.backtest.csv.RowException;
import dev.peregrine.replay.lists.ListDirectory;
import dev.peregrine.replay.lists.ListFile;
import dev.peregrine.replay.lists.ListUpdates;
import dev.peregrine.scoring.engine.EventResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Puts entries on the lists of a backtest's policy before its first transaction. */
final class BacktestLists {
    private BacktestLists() {}

    /**
     * Loads every file of the directory.
     *
     * @param timeNs when the entries were decided, epoch nanoseconds
     * @throws BacktestException naming file, line and column of the first mistake
     */
    static void load(
            PolicyBundle bundle, int tenantId, Path directory, EngineFeed feed, long timeNs)
            throws BacktestException {
        try {
            Map<String, Path> files = ListDirectory.files(directory, bundle.lists());
            for (int i = 0; i < bundle.lists().size(); i++) {
                ListSpec list = bundle.lists().get(i);
                Path path = files.get(list.name());
                if (path != null) {
                    String ids = "list:" + i + ":";
                    load(path, new ListUpdates(tenantId, list, ids, timeNs), feed);
                }
            }
        } catch (IllegalArgumentException e) {
            throw new BacktestException(e.getMessage(), e);
        } catch (IOException e) {
            throw new BacktestException(directory + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static void load(Path path, ListUpdates updates, EngineFeed feed)
            throws IOException, BacktestException {
        try (ListFile file = new ListFile(path)) {
            updates.puts(
                    file,
                    "",
                    (line, length) -> {
                        EventResult result = feed.listUpdate(updates.buffer(), length);
                        if (result.kind == EventResult.Kind.REFUSED) {
                            throw new RowException(
                                    line, 1, "the engine refuses the entry: " + result.rejectCode);
                        }
                    });
        } catch (RowException e) {
            throw new BacktestException(
                    path + ":" + e.line() + ":" + e.column() + ": " + e.getMessage(), e);
        }
    }
}
