package dev.peregrine.node.data;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What a backup consists of: the file {@code backup.json} in it, written last.
 *
 * @param format of this file
 * @param takenAt when the copy was complete, ISO 8601
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record BackupManifest(int format, String takenAt, List<Entry> files) {
    static final String FILE = "backup.json";
    static final int FORMAT = 1;

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A file of the backup.
     *
     * @param path below the backup's directory, with slashes
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Entry(String path, long length, String sha256) {}

    /** Bytes of all files. */
    public long bytes() {
        return files.stream().mapToLong(Entry::length).sum();
    }

    static BackupManifest write(Path backup, List<Entry> files) throws IOException {
        BackupManifest manifest =
                new BackupManifest(
                        FORMAT, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(), files);
        OwnerOnly.writeDurably(
                backup.resolve(FILE),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
        return manifest;
    }

    static BackupManifest read(Path backup) {
        Path file = backup.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new DataDirectoryException(
                    backup + ": no complete backup: " + FILE + " is missing");
        }
        try {
            BackupManifest manifest = JSON.readValue(file.toFile(), BackupManifest.class);
            if (manifest.format != FORMAT) {
                throw new DataDirectoryException(
                        "%s: has format %d, this version knows %d"
                                .formatted(file, manifest.format, FORMAT));
            }
            for (Entry entry : manifest.files) {
                if (!backup.resolve(entry.path).normalize().startsWith(backup.normalize())) {
                    throw new DataDirectoryException(
                            "%s: names \"%s\", outside of the backup".formatted(file, entry.path));
                }
            }
            return manifest;
        } catch (JsonProcessingException e) {
            throw new DataDirectoryException(file + ": damaged: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new DataDirectoryException(file + ": cannot be read: " + e, e);
        }
    }

    /**
     * Compares a file with what was copied.
     *
     * @throws DataDirectoryException when it is another
     */
    void check(Path backup, Entry entry) throws IOException {
        Path file = backup.resolve(entry.path);
        if (!Files.isRegularFile(file)) {
            throw new DataDirectoryException(file + ": is missing from the backup");
        }
        FileCopy.Result found = FileCopy.read(file);
        if (!found.equals(new FileCopy.Result(entry.length, entry.sha256))) {
            throw new DataDirectoryException(
                    "%s: is damaged: expected %d bytes of SHA-256 %s, found %d of %s"
                            .formatted(
                                    file,
                                    entry.length,
                                    entry.sha256,
                                    found.length(),
                                    found.sha256()));
        }
    }
}
