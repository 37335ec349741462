package dev.peregrine.replay.journal;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.peregrine.scoring.log.LogException;
import io.aeron.archive.client.AeronArchive;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What lies in a segment file after the end that the archive worked out. The archive ends a
 * recording at the first hole; after a power loss there may be records behind it. They must not
 * stay, or a later run that ends just before one of them would take it for its own.
 */
final class Residue {
    private static final int CHUNK_LENGTH = 1024 * 1024;

    private Residue() {}

    /** Bytes from the recording's end to the last one that is not zero; 0 in a sound file. */
    static long find(Path archiveDirectory, Recording recording) {
        long base = base(recording);
        Path path = file(archiveDirectory, recording, base);
        if (!Files.exists(path)) {
            return 0;
        }
        try (FileChannel file = FileChannel.open(path, READ)) {
            ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_LENGTH);
            long from = recording.stopPosition() - base;
            long last = from;
            long at = from;
            while (at < file.size()) {
                chunk.clear();
                int read = file.read(chunk, at);
                int used = lengthWithoutZeros(chunk.flip());
                last = used == 0 ? last : at + used;
                at += read;
            }
            return last - from;
        } catch (IOException e) {
            throw new LogException(path + ": " + e.getMessage(), e);
        }
    }

    /** Overwrites the residue with zeros, on the disk. */
    static void erase(Path archiveDirectory, Recording recording, long bytes) {
        long base = base(recording);
        Path path = file(archiveDirectory, recording, base);
        try (FileChannel file = FileChannel.open(path, WRITE)) {
            long from = recording.stopPosition() - base;
            ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK_LENGTH);
            for (long done = 0; done < bytes; ) {
                zeros.clear().limit((int) Math.min(CHUNK_LENGTH, bytes - done));
                done += file.write(zeros, from + done);
            }
            file.force(true);
        } catch (IOException e) {
            throw new LogException(path + ": " + e.getMessage(), e);
        }
    }

    private static int lengthWithoutZeros(ByteBuffer chunk) {
        int length = chunk.limit();
        while (length >= Long.BYTES && chunk.getLong(length - Long.BYTES) == 0) {
            length -= Long.BYTES;
        }
        while (length > 0 && chunk.get(length - 1) == 0) {
            length--;
        }
        return length;
    }

    private static long base(Recording recording) {
        return AeronArchive.segmentFileBasePosition(
                recording.startPosition(),
                recording.stopPosition(),
                recording.termLength(),
                recording.segmentLength());
    }

    private static Path file(Path archiveDirectory, Recording recording, long base) {
        return archiveDirectory.resolve(recording.id() + "-" + base + ".rec");
    }
}
