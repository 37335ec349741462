package dev.peregrine.replay.snapshot;

import dev.peregrine.replay.thread.Pace;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file in the form of snapshots that holds an engine's state and more, with a manifest of the
 * caller's own. It is written under another name, forced to the disk and then renamed, so what has
 * its name is whole, or the disk has damaged it.
 *
 * <p>One thread. Blocks.
 */
public final class StateFile {
    private static final String UNFINISHED = ".unfinished";

    private final Path path;

    /** Puts state into a file. */
    @FunctionalInterface
    public interface Saver {
        /** Puts all of it. */
        void save(StateSink sink) throws IOException;
    }

    /** Takes state out of a file. */
    @FunctionalInterface
    public interface Loader {
        /** Takes all of it, in the order in which it was put. */
        void load(StateSource source) throws IOException;
    }

    /** A file that need not be there. */
    public StateFile(Path path) {
        this.path = path;
    }

    /** Whether there is one. */
    public boolean exists() {
        return Files.exists(path);
    }

    /** Removes the file, and what was left unfinished. */
    public void delete() throws IOException {
        Files.deleteIfExists(path);
        Files.deleteIfExists(unfinished());
    }

    /**
     * Writes the file in place of the one before.
     *
     * @param manifest what {@link #manifest} gives back
     * @throws SnapshotException when it cannot be written
     */
    public void write(byte[] manifest, Saver saver) throws IOException {
        Files.deleteIfExists(unfinished());
        try (SnapshotWriter writer = new SnapshotWriter(unfinished(), manifest, Pace.full())) {
            saver.save(writer);
            writer.finish();
        }
        Files.move(
                unfinished(),
                path,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel entry =
                FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            entry.force(true);
        }
    }

    /**
     * What the file says of itself.
     *
     * @throws SnapshotException when it is damaged, or of another format
     */
    public byte[] manifest() {
        try (SnapshotReader reader = SnapshotReader.paced(path, Pace.full())) {
            return reader.manifestBytes();
        }
    }

    /**
     * Reads the state.
     *
     * @throws SnapshotException when it is damaged, or of another format
     */
    public void read(Loader loader) throws IOException {
        try (SnapshotReader reader = SnapshotReader.paced(path, Pace.full())) {
            loader.load(reader);
            reader.end();
        }
    }

    private Path unfinished() {
        return path.resolveSibling(path.getFileName() + UNFINISHED);
    }
}
