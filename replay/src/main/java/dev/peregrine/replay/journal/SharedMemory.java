package dev.peregrine.replay.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.zip.CRC32C;

/**
 * Where a driver keeps its buffers, and whether there is room. The driver allocates sparse files:
 * without this check a full file system would kill the process by a bus error later.
 */
final class SharedMemory {
    private static final Path SHM = Path.of("/dev/shm");
    private static final long MIB = 1024 * 1024;

    /** Counters, error log and command buffers of a driver, and the archive's control streams. */
    private static final long DRIVER_BYTES = 16 * MIB;

    private SharedMemory() {}

    /**
     * The driver's directory that belongs to a data directory: the same at every start, another for
     * every other data directory.
     */
    static Path driverDirectory(Path dataDirectory) {
        CRC32C path = new CRC32C();
        CRC32C file = new CRC32C();
        path.update(dataDirectory.toString().getBytes(StandardCharsets.UTF_8));
        file.update(fileKey(dataDirectory).getBytes(StandardCharsets.UTF_8));
        Path parent = Files.isDirectory(SHM) ? SHM : Path.of(System.getProperty("java.io.tmpdir"));
        return parent.resolve(
                String.format("peregrine-%08x%08x", path.getValue(), file.getValue()));
    }

    /**
     * Bytes that a driver needs for logs, as many replays at a time, and what others open on it.
     */
    static long required(int termLength, int logs, long othersBytes) {
        return DRIVER_BYTES + 2L * logs * 3 * termLength + othersBytes;
    }

    /**
     * Checks the room for a driver's directory.
     *
     * @throws SharedMemoryException when there is less room than required; says both, and what to
     *     change
     */
    static void checkSpace(Path driverDirectory, long requiredBytes, int termLength) {
        Path parent = driverDirectory.toAbsolutePath().getParent();
        long usable;
        try {
            usable = Files.getFileStore(parent).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(parent + ": " + e.getMessage(), e);
        }
        if (usable < requiredBytes) {
            throw new SharedMemoryException(
                    "not enough space in "
                            + parent
                            + ": the log buffers need "
                            + mib(requiredBytes)
                            + " MiB at a term length of "
                            + termLength
                            + " bytes, "
                            + mib(usable)
                            + " MiB are free; give it more (docker: --shm-size) or lower the term"
                            + " length");
        }
    }

    private static long mib(long bytes) {
        return (bytes + MIB - 1) / MIB;
    }

    private static String fileKey(Path directory) {
        try {
            return String.valueOf(
                    Files.readAttributes(directory, BasicFileAttributes.class).fileKey());
        } catch (IOException e) {
            throw new UncheckedIOException(directory + ": " + e.getMessage(), e);
        }
    }
}
