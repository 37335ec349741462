package dev.peregrine.replay.journal;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.aeron.archive.checksum.Checksum;
import io.aeron.archive.checksum.Checksums;
import io.aeron.archive.client.ArchiveException;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Lets an archive start whose last frame was torn by a death: it refuses when that frame spans a
 * page boundary, and wants its tool run by hand. Cuts the frame off the newest file of each
 * recording whose last frame fails its checksum. Such a frame was never durable.
 */
final class TornSegments {
    private static final String REASON = "straddling page boundary";
    private static final String SUFFIX = ".rec";

    private TornSegments() {}

    /** Whether an archive refused to start for this reason. */
    static boolean isReason(ArchiveException e) {
        return e.getMessage() != null && e.getMessage().contains(REASON);
    }

    static void mend(Path archiveDirectory) {
        try {
            for (Path newest : newestFiles(archiveDirectory).values()) {
                mendFile(newest);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(archiveDirectory + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, Path> newestFiles(Path directory) throws IOException {
        Map<String, Path> newest = new HashMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(f -> f.getFileName().toString().endsWith(SUFFIX))
                    .forEach(f -> newest.merge(recordingOf(f), f, TornSegments::later));
        }
        return newest;
    }

    private static Path later(Path a, Path b) {
        return positionOf(a) >= positionOf(b) ? a : b;
    }

    private static String recordingOf(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.indexOf('-'));
    }

    private static long positionOf(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(
                name.substring(name.indexOf('-') + 1, name.length() - SUFFIX.length()));
    }

    private static void mendFile(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path, READ, WRITE)) {
            UnsafeBuffer header =
                    new UnsafeBuffer(ByteBuffer.allocateDirect(DataHeaderFlyweight.HEADER_LENGTH));
            long last = -1;
            int lastLength = 0;
            long at = 0;
            while (at < file.size() && read(file, header.byteBuffer(), at)) {
                int length = FrameDescriptor.frameLength(header, 0);
                if (length <= 0) {
                    break;
                }
                last = at;
                lastLength = BitUtil.align(length, FrameDescriptor.FRAME_ALIGNMENT);
                at += lastLength;
            }
            if (last >= 0 && !isIntact(file, last, lastLength)) {
                header.setMemory(0, header.capacity(), (byte) 0);
                header.byteBuffer().clear();
                file.write(header.byteBuffer(), last);
                file.force(true);
            }
        }
    }

    private static boolean isIntact(FileChannel file, long at, int alignedLength)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(alignedLength);
        if (!read(file, bytes, at)) {
            return false;
        }
        UnsafeBuffer frame = new UnsafeBuffer(bytes);
        if (FrameDescriptor.frameType(frame, 0) == DataHeaderFlyweight.HDR_TYPE_PAD) {
            return true;
        }
        Checksum crc = Checksums.crc32c();
        int computed =
                crc.compute(
                        BufferUtil.address(bytes),
                        DataHeaderFlyweight.HEADER_LENGTH,
                        alignedLength - DataHeaderFlyweight.HEADER_LENGTH);
        return computed == FrameDescriptor.frameSessionId(frame, 0);
    }

    private static boolean read(FileChannel file, ByteBuffer into, long at) throws IOException {
        into.clear();
        while (into.hasRemaining()) {
            if (file.read(into, at + into.position()) < 0) {
                return false;
            }
        }
        return true;
    }
}
