package dev.peregrine.gateway.security;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at small files once a second, on a thread of its own, and tells what is in them when that
 * has changed. Reads them rather than trust their times: a file may be replaced, moved under a link
 * or written in place within the same second. What cannot be read or used is told in the log, once,
 * and what was there before stays in force.
 */
public final class FileWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);
    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int MAX_BYTES = 8 << 20;

    private final List<Watched> watched = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "gateway-files");
    private volatile boolean closed;

    private static final class Watched {
        private final List<Path> files;
        private final Consumer<List<byte[]>> use;
        private List<byte[]> contents;
        private String lastProblem = "";

        Watched(List<Path> files, Consumer<List<byte[]>> use, List<byte[]> contents) {
            this.files = files;
            this.use = use;
            this.contents = contents;
        }
    }

    /**
     * Reads files that belong together, uses them, and does so again whenever one has changed.
     * Before {@link #start} only.
     *
     * @param use takes their contents; throws {@link AccessException} when they are of no use
     * @throws AccessException when they cannot be read or used now
     */
    public void add(List<Path> files, Consumer<List<byte[]>> use) {
        List<byte[]> contents = read(files);
        use.accept(contents);
        watched.add(new Watched(List.copyOf(files), use, contents));
    }

    /** Begins to look. */
    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(INTERVAL_NS);
            if (!closed) {
                watched.forEach(FileWatch::check);
            }
        }
    }

    private static void check(Watched files) {
        String problem = "";
        try {
            List<byte[]> now = read(files.files);
            if (!same(now, files.contents)) {
                files.contents = now;
                files.use.accept(now);
                LOG.info("{}: read again", files.files.get(0));
            }
        } catch (AccessException e) {
            problem = e.getMessage();
        } catch (RuntimeException e) {
            problem = files.files.get(0) + ": " + e.getClass().getName();
        }
        if (!problem.isEmpty() && !problem.equals(files.lastProblem)) {
            LOG.warn("{}; what was read before stays in force", problem);
        }
        files.lastProblem = problem;
    }

    private static List<byte[]> read(List<Path> files) {
        List<byte[]> contents = new ArrayList<>();
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    throw new AccessException(file + ": larger than " + MAX_BYTES + " bytes");
                }
                contents.add(bytes);
            } catch (NoSuchFileException e) {
                throw new AccessException(file + ": no such file", e);
            } catch (IOException e) {
                throw new AccessException(file + ": cannot be read: " + e.getMessage(), e);
            }
        }
        return contents;
    }

    private static boolean same(List<byte[]> one, List<byte[]> other) {
        for (int i = 0; i < one.size(); i++) {
            if (!Arrays.equals(one.get(i), other.get(i))) {
                return false;
            }
        }
        return true;
    }
}
