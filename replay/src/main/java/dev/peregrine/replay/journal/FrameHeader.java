package dev.peregrine.replay.journal;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.peregrine.scoring.log.LogException;
import io.aeron.archive.client.AeronArchive;
import io.aeron.logbuffer.LogBufferDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Headers of frames in segment files. The archive truncates a recording only where it finds one
 * with the right place in it, and after a loss of power there may be nothing left of it.
 */
final class FrameHeader {
    private FrameHeader() {}

    /** Writes the header that belongs to a position, of a frame without length, on the disk. */
    static void restore(Path archiveDirectory, Recording recording, long position) {
        long base =
                AeronArchive.segmentFileBasePosition(
                        recording.startPosition(),
                        position,
                        recording.termLength(),
                        recording.segmentLength());
        Path path = archiveDirectory.resolve(recording.id() + "-" + base + ".rec");
        int termId =
                LogBufferDescriptor.computeTermIdFromPosition(
                        position,
                        LogBufferDescriptor.positionBitsToShift(recording.termLength()),
                        recording.initialTermId());
        ByteBuffer header =
                ByteBuffer.allocate(DataHeaderFlyweight.HEADER_LENGTH).order(LITTLE_ENDIAN);
        header.putShort(
                DataHeaderFlyweight.TYPE_FIELD_OFFSET, (short) DataHeaderFlyweight.HDR_TYPE_DATA);
        header.putInt(
                DataHeaderFlyweight.TERM_OFFSET_FIELD_OFFSET,
                (int) (position & (recording.termLength() - 1)));
        header.putInt(DataHeaderFlyweight.STREAM_ID_FIELD_OFFSET, recording.streamId());
        header.putInt(DataHeaderFlyweight.TERM_ID_FIELD_OFFSET, termId);
        try (FileChannel file = FileChannel.open(path, WRITE)) {
            file.write(header, position - base);
            file.force(true);
        } catch (IOException e) {
            throw new LogException(path + ": " + e.getMessage(), e);
        }
    }
}
