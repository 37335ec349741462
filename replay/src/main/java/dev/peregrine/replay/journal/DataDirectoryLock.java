package dev.peregrine.replay.journal;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The right to use a data directory: a lock of the operating system on the file {@code LOCK} in it,
 * which ends with the process, however that ends. The file holds the owner's process id.
 */
public final class DataDirectoryLock implements AutoCloseable {
    /** Name of the locked file. */
    public static final String FILE_NAME = "LOCK";

    private static final int MAX_OWNER_LENGTH = 64;

    private final Path directory;
    private final FileChannel channel;

    private DataDirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Takes a directory, which is made if it does not exist. Does not wait.
     *
     * @throws DirectoryInUseException when another owner lives, in this process or another
     * @throws UncheckedIOException when the directory cannot be written
     */
    public static DataDirectoryLock acquire(Path directory) {
        try {
            Path real = Files.createDirectories(directory).toRealPath();
            FileChannel channel = FileChannel.open(real.resolve(FILE_NAME), CREATE, READ, WRITE);
            try {
                if (!tryLock(channel)) {
                    throw inUse(real, channel);
                }
                byte[] pid =
                        Long.toString(ProcessHandle.current().pid())
                                .getBytes(StandardCharsets.US_ASCII);
                channel.truncate(0);
                channel.write(ByteBuffer.wrap(pid), 0);
                return new DataDirectoryLock(real, channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "data directory " + directory + ": " + e.getMessage(), e);
        }
    }

    /** The directory, absolute and without links. */
    public Path directory() {
        return directory;
    }

    /** Whether the lock is still held. */
    public boolean isHeld() {
        return channel.isOpen();
    }

    /** Gives the directory up. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static DirectoryInUseException inUse(Path directory, FileChannel channel)
            throws IOException {
        ByteBuffer owner = ByteBuffer.allocate(MAX_OWNER_LENGTH);
        channel.read(owner, 0);
        String pid = new String(owner.array(), 0, owner.position(), StandardCharsets.US_ASCII);
        return new DirectoryInUseException(
                "data directory "
                        + directory
                        + " is in use by "
                        + (pid.isBlank() ? "another process" : "process " + pid.strip()));
    }
}
