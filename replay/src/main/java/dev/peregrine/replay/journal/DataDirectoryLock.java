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
 * which ends with the process, however that ends. The file holds the owner's process id and the
 * machine's boot id, and is emptied when the owner gives the directory up: from what it holds the
 * next owner knows how the last one ended, until it says that it has dealt with that.
 */
public final class DataDirectoryLock implements AutoCloseable {
    /** Name of the locked file. */
    public static final String FILE_NAME = "LOCK";

    /** Third word while what a loss of power left, or may, has not been put in order. */
    private static final String UNSETTLED = "after-power-loss";

    private static final int MAX_OWNER_LENGTH = 128;

    private final Path directory;
    private final FileChannel channel;
    private final String boot;
    private final PreviousRun previousRun;
    private boolean settled;
    private volatile boolean disorderly;

    private DataDirectoryLock(
            Path directory, FileChannel channel, String boot, PreviousRun previousRun) {
        this.directory = directory;
        this.channel = channel;
        this.boot = boot;
        this.previousRun = previousRun;
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
                String boot = BootId.current();
                PreviousRun previous = previousRun(owner(channel), boot);
                DataDirectoryLock lock = new DataDirectoryLock(real, channel, boot, previous);
                lock.write(previous == PreviousRun.MACHINE_WENT_DOWN);
                return lock;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "data directory " + directory + ": " + e.getMessage(), e);
        }
    }

    /** Whether an owner lives, in another process. */
    public static boolean isInUse(Path directory) {
        Path file = directory.resolve(FILE_NAME);
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, READ, WRITE)) {
            return !tryLock(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
    }

    /** The directory, absolute and without links. */
    public Path directory() {
        return directory;
    }

    /** How the owner before came to its end. */
    public PreviousRun previousRun() {
        return previousRun;
    }

    /**
     * What the owner before left behind has been put in order: the next one need not know of it.
     */
    public void settle() {
        try {
            settled = true;
            write(false);
        } catch (IOException e) {
            throw new UncheckedIOException("data directory " + directory, e);
        }
    }

    /**
     * Not everything was written as it should have been: the next owner is to look at what this one
     * leaves, as if it had been killed. Any thread.
     */
    void endAsIfKilled() {
        disorderly = true;
    }

    /**
     * The same, and what was written last may not be on the disk although the system lives: the
     * next owner is to look at it as after a loss of power. Any thread.
     */
    void endAsIfPowerWasLost() {
        disorderly = true;
        try {
            write(true);
        } catch (IOException e) {
            // the disk fails: to the next owner this one was killed
        }
    }

    /** Whether the lock is still held. */
    public boolean isHeld() {
        return channel.isOpen();
    }

    /** Gives the directory up. */
    @Override
    public void close() {
        try {
            boolean inOrder = !disorderly && (settled || previousRun == PreviousRun.ENDED);
            if (channel.isOpen() && inOrder) {
                channel.truncate(0);
            }
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

    private static PreviousRun previousRun(String[] owner, String boot) {
        if (owner.length == 0) {
            return PreviousRun.ENDED;
        }
        boolean otherBoot = owner.length > 1 && !boot.isEmpty() && !owner[1].equals(boot);
        return otherBoot || owner.length > 2 ? PreviousRun.MACHINE_WENT_DOWN : PreviousRun.KILLED;
    }

    /** The file is never empty meanwhile: a kill must not look like an orderly end. */
    private void write(boolean unsettled) throws IOException {
        String owner =
                ProcessHandle.current().pid() + " " + boot + (unsettled ? " " + UNSETTLED : "");
        byte[] line = (owner + "\n").getBytes(StandardCharsets.US_ASCII);
        channel.write(ByteBuffer.wrap(line), 0);
        channel.truncate(line.length);
        channel.force(true);
    }

    /** Words of the first line: process id and boot id, as far as they are there. */
    private static String[] owner(FileChannel channel) throws IOException {
        ByteBuffer owner = ByteBuffer.allocate(MAX_OWNER_LENGTH);
        channel.read(owner, 0);
        String text =
                new String(owner.array(), 0, owner.position(), StandardCharsets.US_ASCII).strip();
        return text.isEmpty() ? new String[0] : text.lines().findFirst().orElse("").split(" ");
    }

    private static DirectoryInUseException inUse(Path directory, FileChannel channel)
            throws IOException {
        String[] owner = owner(channel);
        return new DirectoryInUseException(
                "data directory "
                        + directory
                        + " is in use by "
                        + (owner.length == 0 ? "another process" : "process " + owner[0]));
    }
}
