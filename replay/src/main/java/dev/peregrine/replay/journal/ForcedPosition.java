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
 * the archive, with a position and, of a log that forces all that it acknowledges, the word {@value
 * #FOLLOWS}. After the machine went down damage behind this position is a loss that the mode
 * allows; damage before it is corruption.
 */
final class ForcedPosition {
    private static final String PREFIX = "forced-";
    private static final String FOLLOWS = "and-what-is-acknowledged";

    /** What an earlier version wrote of a log that forces all that it acknowledges. */
    private static final long ALL = Long.MAX_VALUE;

    private final Path file;

    /**
     * What was noted.
     *
     * @param position forced for certain
     * @param follows whether all that was acknowledged behind it is forced as well
     */
    record Note(long position, boolean follows) {
        static final Note NONE = new Note(0, false);

        private static Note of(String text) {
            String[] words = text.strip().split(" ", 2);
            long position = Long.parseLong(words[0]);
            return position == ALL
                    ? new Note(0, true)
                    : new Note(position, words.length > 1 && words[1].equals(FOLLOWS));
        }

        @Override
        public String toString() {
            return follows ? position + " " + FOLLOWS : Long.toString(position);
        }
    }

    ForcedPosition(Path directory, String logName) {
        file = directory.resolve(PREFIX + logName);
    }

    /** {@link Note#NONE} when it was never noted. */
    Note read() {
        try {
            return Files.exists(file) ? Note.of(Files.readString(file)) : Note.NONE;
        } catch (IOException | NumberFormatException e) {
            throw failure(e);
        }
    }

    /** Notes, on the disk. */
    void write(Note note) {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, CREATE, WRITE, TRUNCATE_EXISTING)) {
                channel.write(ByteBuffer.wrap((note + "\n").getBytes(StandardCharsets.US_ASCII)));
                channel.force(true);
            }
            Files.move(
                    temporary,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            DirectoryForce.force(file.getParent());
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private LogException failure(Exception cause) {
        return new LogException(file + ": " + cause.getMessage(), cause);
    }
}
