package dev.peregrine.replay.journal;

import dev.peregrine.scoring.log.LogException;
import io.aeron.archive.client.AeronArchive;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes the end of a stopped recording anew, byte for byte. A force that fails leaves what it
 * covered in the system's memory, marked as if it were on the disk: the next force would succeed
 * without having written anything. What is written anew is forced for certain.
 */
final class TailRewrite {
    private static final int CHUNK = 1 << 20;

    private TailRewrite() {}

    /**
     * Writes; forces nothing.
     *
     * @param from position in the recording
     * @throws LogException when a file cannot be read or written
     */
    static void of(Path archiveDirectory, Recording recording, long from) {
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
        long at = Math.max(from, recording.startPosition());
        while (at < recording.stopPosition()) {
            long base =
                    AeronArchive.segmentFileBasePosition(
                            recording.startPosition(),
                            at,
                            recording.termLength(),
                            recording.segmentLength());
            long end = Math.min(recording.stopPosition(), base + recording.segmentLength());
            Path file = archiveDirectory.resolve(recording.id() + "-" + base + ".rec");
            try (FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                rewrite(channel, chunk, at - base, end - base);
            } catch (IOException e) {
                throw new LogException(file + ": cannot be written anew: " + e.getMessage(), e);
            }
            at = end;
        }
    }

    private static void rewrite(FileChannel file, ByteBuffer chunk, long from, long to)
            throws IOException {
        long at = from;
        while (at < to) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), to - at));
            while (chunk.hasRemaining()) {
                if (file.read(chunk, at + chunk.position()) < 0) {
                    throw new IOException("ends at " + file.size());
                }
            }
            chunk.flip();
            while (chunk.hasRemaining()) {
                file.write(chunk, at + chunk.position());
            }
            at += chunk.limit();
        }
    }
}
