package dev.peregrine.replay.snapshot;

import dev.peregrine.replay.thread.Pace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A snapshot in the directory, looked at by its name only.
 *
 * @param sequence of the last event in it
 */
public record SnapshotFile(Path path, long sequence) implements Comparable<SnapshotFile> {
    private static final String PREFIX = "snapshot-";
    private static final String SUFFIX = ".pgs";

    static SnapshotFile in(Path directory, long sequence) {
        return new SnapshotFile(
                directory.resolve(String.format("%s%019d%s", PREFIX, sequence, SUFFIX)), sequence);
    }

    /** The snapshot of a path; empty when the name is not one's. */
    static Optional<SnapshotFile> of(Path path) {
        String name = path.getFileName().toString();
        if (!name.startsWith(PREFIX) || !name.endsWith(SUFFIX)) {
            return Optional.empty();
        }
        String digits = name.substring(PREFIX.length(), name.length() - SUFFIX.length());
        return digits.matches("[0-9]{19}")
                ? Optional.of(new SnapshotFile(path, Long.parseLong(digits)))
                : Optional.empty();
    }

    /** Length in bytes. */
    public long length() {
        try {
            return Files.size(path);
        } catch (IOException e) {
            throw new SnapshotException(path + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Reads the manifest.
     *
     * @throws SnapshotException when it is damaged, or of another format
     */
    public SnapshotManifest manifest() {
        try (SnapshotReader reader = SnapshotReader.paced(path, Pace.full())) {
            return reader.manifest();
        }
    }

    /**
     * Reads all of it and checks every block.
     *
     * @throws SnapshotException when it is damaged, or of another format
     */
    public SnapshotManifest verify() {
        return verify(Pace.full());
    }

    SnapshotManifest verify(Pace pace) {
        try (SnapshotReader reader = SnapshotReader.paced(path, pace)) {
            reader.skipState();
            return reader.manifest();
        }
    }

    @Override
    public int compareTo(SnapshotFile other) {
        return Long.compare(sequence, other.sequence);
    }
}
