package dev.peregrine.node.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A copy of a data directory from which a node can be started on another machine: journal, decision
 * records, snapshots, policy bundles, the secrets of keys and tokens, the quarantine and the audit
 * log, with the checksum of every file.
 *
 * <p>The node may go on while the copy is made. Its files only grow, and are copied in an order in
 * which what refers to another file comes first; when the node takes a file away in the meantime,
 * the copy is begun again. A copied log may end in the middle of a record, like one whose node was
 * killed; the first opening mends it.
 */
public final class Backup {
    private static final int ATTEMPTS = 3;
    static final String CATALOG = "archive.catalog";

    private Backup() {}

    /**
     * Copies a data directory.
     *
     * @param to made; must not exist, or be empty
     * @param withHistory whether to copy the journal's beginning that was moved out of the archive
     * @throws DataDirectoryException when there is none, or the disk refuses
     */
    public static BackupManifest write(Path data, Path to, boolean withHistory) {
        if (!Files.isRegularFile(data.resolve(DataDirectory.FORMAT_FILE))) {
            throw new DataDirectoryException(data + ": no data directory");
        }
        requireEmpty(to);
        try {
            for (int attempt = 1; ; attempt++) {
                try {
                    return copy(data, to, withHistory);
                } catch (NoSuchFileException e) {
                    deleteContent(to);
                    if (attempt == ATTEMPTS) {
                        throw e;
                    }
                }
            }
        } catch (IOException e) {
            throw new DataDirectoryException(to + ": backup failed: " + e, e);
        }
    }

    /**
     * Checks a copy, then copies it to where a node can use it.
     *
     * @param to made; must not exist, or be empty
     * @throws DataDirectoryException when a file of the copy is missing or damaged
     */
    public static BackupManifest restore(Path backup, Path to) {
        BackupManifest manifest = BackupManifest.read(backup);
        requireEmpty(to);
        try {
            for (BackupManifest.Entry entry : manifest.files()) {
                manifest.check(backup, entry);
            }
            for (BackupManifest.Entry entry : manifest.files()) {
                FileCopy.copy(backup.resolve(entry.path()), to.resolve(entry.path()));
            }
            return manifest;
        } catch (IOException e) {
            throw new DataDirectoryException(to + ": restore failed: " + e, e);
        }
    }

    private static BackupManifest copy(Path data, Path to, boolean withHistory) throws IOException {
        Set<Path> logs = new LinkedHashSet<>(files(data.resolve("archive"), ".rec"));
        List<BackupManifest.Entry> entries = new ArrayList<>();
        List<Path> rest = new ArrayList<>();
        rest.add(data.resolve(DataDirectory.FORMAT_FILE));
        rest.add(data.resolve(KeySecret.FILE));
        for (String name :
                List.of(DataDirectory.TOKEN_SECRET_FILE, QuarantineFile.FILE, AuditLog.FILE)) {
            if (Files.exists(data.resolve(name))) {
                rest.add(data.resolve(name));
            }
        }
        rest.addAll(files(data.resolve("bundles"), ""));
        rest.addAll(files(data.resolve("snapshots"), ".pgs"));
        if (withHistory) {
            rest.addAll(files(data.resolve(DataDirectory.HISTORY), ""));
        }
        for (Path file : rest) {
            entries.add(copyOne(data, file, to));
        }
        // a snapshot of the meantime may lie in a file of the meantime
        logs.addAll(files(data.resolve("archive"), ".rec"));
        for (Path file : logs) {
            entries.add(copyOne(data, file, to));
        }
        // and what it names must be there
        for (Path file : files(data.resolve("bundles"), "")) {
            if (!rest.contains(file)) {
                entries.add(copyOne(data, file, to));
            }
        }
        Path catalog = data.resolve("archive").resolve(CATALOG);
        if (Files.exists(catalog)) {
            entries.add(copyOne(data, catalog, to));
        }
        return BackupManifest.write(to, entries);
    }

    private static BackupManifest.Entry copyOne(Path data, Path file, Path to) throws IOException {
        Path relative = data.relativize(file);
        FileCopy.Result copied = FileCopy.copy(file, to.resolve(relative));
        return new BackupManifest.Entry(
                relative.toString().replace('\\', '/'), copied.length(), copied.sha256());
    }

    private static List<Path> files(Path directory, String suffix) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    private static void requireEmpty(Path to) {
        try {
            if (Files.exists(to) && !(Files.isDirectory(to) && DataDirectory.isEmpty(to))) {
                throw new DataDirectoryException(to + ": is there and not an empty directory");
            }
            OwnerOnly.createDirectories(to);
        } catch (IOException e) {
            throw new DataDirectoryException(to + ": cannot be made: " + e, e);
        }
    }

    private static void deleteContent(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            List<Path> deepestFirst =
                    all.filter(path -> !path.equals(directory))
                            .sorted((a, b) -> b.compareTo(a))
                            .toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        }
    }
}
