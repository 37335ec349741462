package dev.peregrine.latency.scratch;

import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import dev.peregrine.replay.journal.ArchiveHost;
import dev.peregrine.scoring.log.LogException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.agrona.IoUtil;

/**
 * A temporary directory that is deleted in the end, with what media drivers over data directories
 * in it have in shared memory. Any thread.
 */
public final class ScratchDirectory implements AutoCloseable {
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();
    private static final AtomicBoolean HOOKED = new AtomicBoolean();

    /** How deep data directories lie at most. */
    private static final int DEPTH = 3;

    /** Threads of a process that is interrupted go on for a moment. */
    private static final int ATTEMPTS = 10;

    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Path path;

    private ScratchDirectory(Path path) {
        this.path = path;
        OPEN.add(path);
    }

    /**
     * From now on a process that is interrupted kills its child processes and deletes its scratch
     * directories, at once. Not for one that ends in order when it is interrupted.
     */
    public static void deleteWhenInterrupted() {
        if (HOOKED.compareAndSet(false, true)) {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(ScratchDirectory::deleteAll, "scratch"));
        }
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
        drivers(path).forEach(ScratchDirectory::delete);
        delete(path);
        OPEN.remove(path);
    }

    private static void deleteAll() {
        Set<Path> left = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < ATTEMPTS; i++) {
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
            for (Path directory : OPEN) {
                left.addAll(drivers(directory));
                left.add(directory);
            }
            left.removeIf(ScratchDirectory::takeAway);
            if (left.isEmpty()) {
                return;
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    /** What drivers over data directories in a directory have in shared memory. */
    private static List<Path> drivers(Path directory) {
        try (Stream<Path> paths = Files.walk(directory, DEPTH)) {
            return paths.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .flatMap(ScratchDirectory::driver)
                    .filter(Files::exists)
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // it went away meanwhile
        }
    }

    private static Stream<Path> driver(Path data) {
        try {
            return Stream.of(ArchiveHost.driverDirectory(data));
        } catch (LogException e) {
            return Stream.empty(); // it went away meanwhile
        }
    }

    /** Deletes what threads still write into: under another name they do not find it any more. */
    private static boolean takeAway(Path directory) {
        Path gone = directory.resolveSibling(directory.getFileName() + ".gone");
        try {
            Files.move(directory, gone);
        } catch (IOException e) {
            delete(directory); // is not there any more, or the other name is taken
        }
        delete(gone);
        return Files.notExists(directory) && Files.notExists(gone);
    }

    private static void delete(Path path) {
        IoUtil.delete(path.toFile(), true);
    }
}
