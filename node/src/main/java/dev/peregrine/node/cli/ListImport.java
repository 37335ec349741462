package dev.peregrine.node.cli;

import dev.peregrine.node.runtime.ListChanges;
import dev.peregrine.node.runtime.OperatorClient;
import dev.peregrine.replay.backtest.csv.RowException;
import dev.peregrine.replay.lists.ListFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;

/** The entries of a file on their way to a node. */
final class ListImport {
    private static final int SHOWN_PROBLEMS = 20;

    private final Path path;
    private final ListChanges changes;

    ListImport(Path path, ListChanges changes) {
        this.path = path;
        this.changes = changes;
    }

    /**
     * Reads the whole file.
     *
     * @return number of entries
     * @throws UserException naming file, line and column of the first mistake
     */
    long check() throws IOException {
        try (ListFile file = new ListFile(path)) {
            return changes.check(file);
        } catch (RowException e) {
            throw malformed(e);
        }
    }

    /**
     * Sends every entry. Blocks until all are answered.
     *
     * @throws UserException naming the lines that the node refused; nothing is sent after the first
     *     of them is known
     */
    void send(OperatorClient client, ListImportProgress progress) throws IOException {
        SortedMap<Long, String> problems;
        try (ListFile file = new ListFile(path)) {
            problems = changes.put(client, file, progress::step);
        } catch (RowException e) {
            throw malformed(e);
        }
        if (!problems.isEmpty()) {
            throw new UserException(
                    ExitCode.FAILURE,
                    problems.entrySet().stream()
                            .limit(SHOWN_PROBLEMS)
                            .map(e -> path + ":" + e.getKey() + ":1: " + e.getValue())
                            .toList());
        }
    }

    private UserException malformed(RowException e) {
        return new UserException(
                ExitCode.BAD_INPUT,
                path + ":" + e.line() + ":" + e.column() + ": " + e.getMessage(),
                e);
    }
}
