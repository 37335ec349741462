package dev.peregrine.replay.snapshot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * How another process asks a running node for a snapshot: a file beside the snapshots. The node
 * answers with another one. Who may write there owns the data.
 *
 * <p>Any thread. Blocks for the files.
 */
public final class SnapshotRequest {
    private static final long POLL_NS = 100_000_000;

    private final Path request;
    private final Path answer;

    public SnapshotRequest(Path directory) {
        request = directory.resolve("REQUEST");
        answer = directory.resolve("ANSWER");
    }

    /**
     * Asks, and waits for the answer.
     *
     * @return the node's words; empty when it gave none in time
     */
    public Optional<String> ask(Duration timeout) {
        try {
            Files.deleteIfExists(answer);
            Files.write(request, new byte[0]);
            long deadline = System.nanoTime() + timeout.toNanos();
            while (!Files.exists(answer)) {
                if (System.nanoTime() - deadline > 0) {
                    Files.deleteIfExists(request);
                    return Optional.empty();
                }
                LockSupport.parkNanos(POLL_NS);
            }
            String words = Files.readString(answer);
            Files.deleteIfExists(answer);
            return Optional.of(words);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Whether somebody has asked. */
    public boolean isThere() {
        return Files.exists(request);
    }

    /** Answers who has asked. */
    public void answer(String words) {
        Path unfinished = answer.resolveSibling(answer.getFileName() + ".unfinished");
        try {
            Files.write(unfinished, words.getBytes(StandardCharsets.UTF_8));
            Files.deleteIfExists(request);
            Files.move(unfinished, answer, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private SnapshotException failure(IOException cause) {
        return new SnapshotException(
                request.getParent() + ": cannot be written: " + cause.getMessage(), cause);
    }
}
