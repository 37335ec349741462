package dev.peregrine.node.cli;

import dev.peregrine.node.runtime.OperatorClient;
import dev.peregrine.replay.backtest.csv.RowException;
import dev.peregrine.replay.lists.ListFile;
import dev.peregrine.replay.lists.ListUpdates;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;

/** The entries of a file on their way to a node. */
final class ListImport {
    private static final int IN_FLIGHT = 512;
    private static final int SHOWN_PROBLEMS = 20;

    private final Path path;
    private final ListsOptions options;
    private final Semaphore room = new Semaphore(IN_FLIGHT);
    private final ConcurrentSkipListMap<Long, String> problems = new ConcurrentSkipListMap<>();

    ListImport(Path path, ListsOptions options) {
        this.path = path;
        this.options = options;
    }

    /**
     * Reads the whole file.
     *
     * @return number of entries
     * @throws UserException naming file, line and column of the first mistake
     */
    long check() throws IOException {
        long[] count = new long[1];
        read(options.updates(), (line, length) -> count[0]++);
        return count[0];
    }

    /**
     * Sends every entry; several are on their way at a time. Blocks until all are answered.
     *
     * @throws UserException naming the lines that the node refused; nothing is sent after the first
     *     of them is known
     */
    void send(OperatorClient client, ListImportProgress progress) throws IOException {
        ListUpdates updates = options.updates();
        read(
                updates,
                (line, length) -> {
                    room.acquireUninterruptibly();
                    if (!problems.isEmpty()) {
                        room.release();
                        return;
                    }
                    CompletableFuture<Void> unused =
                            client.send(updates.buffer(), length)
                                    .handle((ack, failure) -> answered(line, failure));
                    progress.step();
                });
        room.acquireUninterruptibly(IN_FLIGHT);
        if (!problems.isEmpty()) {
            throw new UserException(
                    ExitCode.FAILURE,
                    problems.entrySet().stream()
                            .limit(SHOWN_PROBLEMS)
                            .map(e -> path + ":" + e.getKey() + ":1: " + e.getValue())
                            .toList());
        }
    }

    private Void answered(long line, Throwable failure) {
        if (failure != null) {
            problems.put(line, ListChange.refusal(options.spec(), failure));
        }
        room.release();
        return null;
    }

    private void read(ListUpdates updates, ListUpdates.Sink sink) throws IOException {
        try (ListFile file = new ListFile(path)) {
            updates.puts(file, options.signature(), sink);
        } catch (RowException e) {
            throw new UserException(
                    ExitCode.BAD_INPUT,
                    path + ":" + e.line() + ":" + e.column() + ": " + e.getMessage(),
                    e);
        }
    }
}
