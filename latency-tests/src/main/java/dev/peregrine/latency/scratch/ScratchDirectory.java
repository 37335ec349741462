package dev.peregrine.latency.scratch;

import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import dev.peregrine.replay.journal.ArchiveHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.agrona.IoUtil;

/**
 * A temporary directory that is deleted in the end, with what media drivers over data directories
 * in it have in shared memory: also when the process is interrupted, after its child processes were
 * killed. Any thread.
 */
public final class ScratchDirectory implements AutoCloseable {
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    /** How deep data directories lie at most. */
    private static final int DEPTH = 3;

    /** Threads of a process that is interrupted go on writing meanwhile. */
    private static final int ATTEMPTS = 5;

    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(20);

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ScratchDirectory::deleteAll, "scratch"));
    }

    private final Path path;

    private ScratchDirectory(Path path) {
        this.path = path;
        OPEN.add(path);
    }

    /**
     * Makes one in the system's directory for such.
     *
     * @param what of its name
     * @throws UserException when there is no room or no permission
     */
    public static ScratchDirectory create(String what) {
        try {
            return new ScratchDirectory(Files.createTempDirectory("peregrine-" + what + "-"));
        } catch (IOException e) {
            throw new UserException(
                    ExitCode.FAILURE, "no temporary directory: " + e.getMessage(), e);
        }
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    @Override
    public void close() {
        delete(path);
        OPEN.remove(path);
    }

    private static void deleteAll() {
        if (OPEN.isEmpty()) {
            return;
        }
        List<ProcessHandle> children = ProcessHandle.current().descendants().toList();
        children.forEach(ProcessHandle::destroyForcibly);
        for (int i = 0; i < ATTEMPTS && OPEN.stream().anyMatch(Files::exists); i++) {
            OPEN.forEach(ScratchDirectory::delete);
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    private static void delete(Path path) {
        try (Stream<Path> paths = Files.walk(path, DEPTH)) {
            paths.filter(Files::isDirectory)
                    .map(ArchiveHost::driverDirectory)
                    .filter(Files::exists)
                    .forEach(driver -> IoUtil.delete(driver.toFile(), true));
        } catch (IOException | UncheckedIOException e) {
            // something in it went away meanwhile: what is left is deleted all the same
        }
        IoUtil.delete(path.toFile(), true);
    }
}
