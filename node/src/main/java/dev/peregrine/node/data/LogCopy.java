package dev.peregrine.node.data;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.agrona.IoUtil;

/**
 * Journal and decision records of a node as they are now, it may be running, with the history that
 * was moved away from the journal, in a data directory for reading only. Files of a log that are
 * full are hard links where the file system allows it, since nothing writes to them any more; the
 * newest file of each log is copied. Costs the node nothing but the disk's time for these. Closing
 * deletes the directory.
 */
public final class LogCopy implements AutoCloseable {
    private static final int ATTEMPTS = 3;
    private static final String SUFFIX = ".rec";

    private final Path directory;

    private LogCopy(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes it.
     *
     * @param data the node's data directory
     * @param directory made; what an interrupted run left there is deleted
     * @throws DataDirectoryException when there is no data directory, or the disk refuses
     */
    public static LogCopy make(Path data, Path directory) {
        try {
            for (int attempt = 1; ; attempt++) {
                IoUtil.delete(directory.toFile(), true);
                try {
                    copy(data, directory);
                    return new LogCopy(directory);
                } catch (NoSuchFileException e) {
                    if (attempt == ATTEMPTS) {
                        throw e;
                    }
                }
            }
        } catch (IOException e) {
            IoUtil.delete(directory.toFile(), true);
            throw new DataDirectoryException(data + ": its journal cannot be copied: " + e, e);
        }
    }

    /** The data directory that holds the copy. */
    public Path directory() {
        return directory;
    }

    @Override
    public void close() {
        IoUtil.delete(directory.toFile(), true);
    }

    private static void copy(Path data, Path to) throws IOException {
        Path archive = data.resolve("archive");
        List<Path> others = new ArrayList<>();
        Map<String, List<Path>> logs = new HashMap<>();
        try (Stream<Path> files = Files.list(archive)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(SUFFIX)) {
                    String log = name.substring(0, name.indexOf('-'));
                    logs.computeIfAbsent(log, key -> new ArrayList<>()).add(file);
                } else if (name.equals(Backup.CATALOG)) {
                    others.add(file);
                }
            }
        }
        for (List<Path> files : logs.values()) {
            files.sort(Comparator.comparingLong(LogCopy::position));
            for (Path file : files.subList(0, files.size() - 1)) {
                link(file, to.resolve(data.relativize(file)));
            }
            others.add(0, files.get(files.size() - 1));
        }
        linkHistory(data.resolve(DataDirectory.HISTORY), to.resolve(DataDirectory.HISTORY));
        others.add(0, data.resolve(DataDirectory.FORMAT_FILE));
        others.add(0, data.resolve(KeySecret.FILE));
        for (Path file : others) {
            FileCopy.copy(file, to.resolve(data.relativize(file)));
        }
    }

    /** After the log's own files, so that one that is moved meanwhile is in one of both. */
    private static void linkHistory(Path history, Path to) throws IOException {
        if (!Files.isDirectory(history)) {
            return;
        }
        try (Stream<Path> files = Files.list(history)) {
            for (Path file : files.filter(name -> name.toString().endsWith(SUFFIX)).toList()) {
                link(file, to.resolve(file.getFileName()));
            }
        }
    }

    /** Of a file's first byte in its log. */
    private static long position(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(
                name.substring(name.indexOf('-') + 1, name.length() - SUFFIX.length()));
    }

    private static void link(Path file, Path to) throws IOException {
        OwnerOnly.createDirectories(to.getParent());
        try {
            Files.createLink(to, file);
        } catch (NoSuchFileException | FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            FileCopy.copy(file, to);
        }
    }
}
