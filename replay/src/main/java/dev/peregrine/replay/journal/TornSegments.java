package dev.peregrine.replay.journal;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.aeron.archive.checksum.Checksum;
import io.aeron.archive.checksum.Checksums;
import io.aeron.archive.client.ArchiveException;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.logbuffer.LogBufferDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets an archive start over what a death has torn in the newest file of each recording, which it
 * reads by following the lengths of frames: it refuses when the last frame fails its checksum and
 * spans a page boundary, and wants its tool run by hand; and it dies of a segmentation fault when a
 * frame's length is garbage, as a loss of power may leave it. What is cleared is no more than a
 * frame's header: that ends the recording there for the archive, and {@link TailRepair} judges what
 * lies behind.
 */
final class TornSegments {
    private static final String REASON = "straddling page boundary";
    private static final Logger LOG = LoggerFactory.getLogger(TornSegments.class);

    /** Greatest MTU of Aeron. */
    private static final int MAX_FRAME_LENGTH = 64 * 1024;

    private static final String SUFFIX = ".rec";

    private TornSegments() {}

    /** Whether an archive refused to start for this reason. */
    static boolean isReason(ArchiveException e) {
        return e.getMessage() != null && e.getMessage().contains(REASON);
    }

    /** Clears headers that are none. */
    static void clearGarbage(Path archiveDirectory) {
        forNewestFiles(archiveDirectory, path -> walk(path, (file, last, lastLength) -> {}));
    }

    /** Clears the header of last frames that fail their checksum. */
    static void mend(Path archiveDirectory) {
        forNewestFiles(
                archiveDirectory,
                path ->
                        walk(
                                path,
                                (file, last, lastLength) -> {
                                    if (!isIntact(file, last, lastLength)) {
                                        clear(path, file, last);
                                    }
                                }));
    }

    private interface FileTask {
        void run(Path file) throws IOException;
    }

    private interface LastFrameTask {
        void run(FileChannel file, long at, int alignedLength) throws IOException;
    }

    private static void forNewestFiles(Path archiveDirectory, FileTask task) {
        if (!Files.isDirectory(archiveDirectory)) {
            return;
        }
        try {
            for (Path newest : newestFiles(archiveDirectory).values()) {
                task.run(newest);
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

    private static void walk(Path path, LastFrameTask task) throws IOException {
        try (FileChannel file = FileChannel.open(path, READ, WRITE)) {
            UnsafeBuffer header =
                    new UnsafeBuffer(ByteBuffer.allocateDirect(DataHeaderFlyweight.HEADER_LENGTH));
            long last = -1;
            int lastLength = 0;
            long at = 0;
            while (at < file.size() && read(file, header.byteBuffer(), at)) {
                int length = FrameDescriptor.frameLength(header, 0);
                if (length == 0) {
                    break;
                }
                int aligned = BitUtil.align(length, FrameDescriptor.FRAME_ALIGNMENT);
                if (!isFrame(header, at, aligned) || at + aligned > file.size()) {
                    clear(path, file, at);
                    break;
                }
                last = at;
                lastLength = aligned;
                at += aligned;
            }
            if (last >= 0) {
                task.run(file, last, lastLength);
            }
        }
    }

    /** Whether the place in its term that a header names fits its place in the file. */
    private static boolean isFrame(UnsafeBuffer header, long at, int alignedLength) {
        int type = FrameDescriptor.frameType(header, 0);
        int termOffset = header.getInt(DataHeaderFlyweight.TERM_OFFSET_FIELD_OFFSET, LITTLE_ENDIAN);
        boolean isPadding = type == DataHeaderFlyweight.HDR_TYPE_PAD;
        return alignedLength > 0
                && (isPadding || type == DataHeaderFlyweight.HDR_TYPE_DATA)
                && (isPadding || alignedLength <= MAX_FRAME_LENGTH)
                && termOffset >= 0
                && (at - termOffset) % LogBufferDescriptor.TERM_MIN_LENGTH == 0;
    }

    private static void clear(Path path, FileChannel file, long at) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(DataHeaderFlyweight.HEADER_LENGTH);
        read(file, header, at);
        LOG.warn(
                "{}: no frame at {}, cleared {}",
                path,
                at,
                HexFormat.of().formatHex(header.array()));
        file.write(ByteBuffer.allocate(DataHeaderFlyweight.HEADER_LENGTH), at);
        file.force(true);
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
