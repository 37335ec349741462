package dev.peregrine.replay.journal;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.peregrine.scoring.log.LogException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * How far a log is known to be on the disk itself, not only in the system's memory: a file beside
 * the archive. Of a node that forces what it writes it says so. After the machine went down damage
 * behind this position is a loss that the mode allows; damage before it is corruption.
 */
final class ForcedPosition {
    /** Instead of a position: all that is acknowledged is forced before. */
    static final long ALL = Long.MAX_VALUE;

    private static final String PREFIX = "forced-";

    private final Path file;

    ForcedPosition(Path directory, String logName) {
        file = directory.resolve(PREFIX + logName);
    }

    /** 0 when it was never noted. */
    long read() {
        try {
            return Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 0;
        } catch (IOException | NumberFormatException e) {
            throw failure(e);
        }
    }

    /** Notes a position, on the disk. */
    void write(long position) {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, CREATE, WRITE, TRUNCATE_EXISTING)) {
                channel.write(
                        ByteBuffer.wrap((position + "\n").getBytes(StandardCharsets.US_ASCII)));
                channel.force(true);
            }
            Files.move(
                    temporary,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private LogException failure(Exception cause) {
        return new LogException(file + ": " + cause.getMessage(), cause);
    }
}
