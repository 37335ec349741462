package dev.peregrine.replay.journal;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.peregrine.scoring.log.LogException;
import io.aeron.archive.client.AeronArchive;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Walks the messages of a recording straight from the archive's segment files, where a replay would
 * cost a publication for a single record, or refuse damaged frames. Reads only what the recording's
 * position counter has passed, or what lies on the disk of an archive that does not record.
 *
 * <p>A segment file is the image of its terms: data frames with Aeron's 32-byte header, aligned to
 * 32 bytes, and padding to the end of a term. A message never spans terms.
 *
 * <p>One thread. Does not allocate once the largest fragmented message has been seen and as long as
 * it stays within a segment.
 */
final class SegmentCursor implements AutoCloseable {
    /** Result of {@link #next}. */
    enum Step {
        /** A message was read. */
        MESSAGE,
        /** The limit is reached. */
        END,
        /** No frame that makes sense at {@link SegmentCursor#position()}. */
        BROKEN
    }

    private static final int CHUNK_LENGTH = 256 * 1024;
    private static final int TERM_OFFSET_OFFSET = 8;

    private final Path archiveDirectory;
    private final Recording recording;
    private final ByteBuffer chunkBytes = ByteBuffer.allocateDirect(CHUNK_LENGTH);
    private final UnsafeBuffer chunk = new UnsafeBuffer(chunkBytes);
    private final ExpandableArrayBuffer assembled = new ExpandableArrayBuffer();

    private FileChannel file;
    private long filePosition = Long.MIN_VALUE;
    private long chunkPosition;
    private int chunkLength;
    private long limit;
    private long position;
    private DirectBuffer buffer;
    private int offset;
    private int length;

    SegmentCursor(Path archiveDirectory, Recording recording) {
        this.archiveDirectory = archiveDirectory;
        this.recording = recording;
    }

    /** Goes to the start of a message. What was read ahead before is forgotten. */
    void seek(long fromPosition, long toPosition) {
        position = fromPosition;
        limit = toPosition;
        chunkLength = 0;
    }

    /**
     * Reads a message.
     *
     * @throws LogException when a file cannot be read
     */
    Step next() {
        int assembledLength = 0;
        long at = position;
        while (at < limit) {
            int index = load(at, DataHeaderFlyweight.HEADER_LENGTH);
            if (index < 0) {
                return Step.BROKEN;
            }
            int frameLength = FrameDescriptor.frameLength(chunk, index);
            if (frameLength <= 0 || !isAtItsPlace(index, at)) {
                return Step.BROKEN;
            }
            int alignedLength = BitUtil.align(frameLength, FrameDescriptor.FRAME_ALIGNMENT);
            int type = FrameDescriptor.frameType(chunk, index);
            if (type == DataHeaderFlyweight.HDR_TYPE_PAD) {
                at += alignedLength;
                continue;
            }
            if (type != DataHeaderFlyweight.HDR_TYPE_DATA
                    || frameLength < DataHeaderFlyweight.HEADER_LENGTH
                    || frameLength > recording.mtuLength()
                    || at + alignedLength > limit) {
                return Step.BROKEN;
            }
            index = load(at, alignedLength);
            if (index < 0) {
                return Step.BROKEN;
            }
            byte flags = FrameDescriptor.frameFlags(chunk, index);
            boolean begins = (flags & FrameDescriptor.BEGIN_FRAG_FLAG) != 0;
            if (begins != (assembledLength == 0)) {
                return Step.BROKEN;
            }
            int payload = index + DataHeaderFlyweight.HEADER_LENGTH;
            int payloadLength = frameLength - DataHeaderFlyweight.HEADER_LENGTH;
            at += alignedLength;
            boolean ends = (flags & FrameDescriptor.END_FRAG_FLAG) != 0;
            if (begins && ends) {
                return found(at, chunk, payload, payloadLength);
            }
            assembled.putBytes(assembledLength, chunk, payload, payloadLength);
            assembledLength += payloadLength;
            if (ends) {
                return found(at, assembled, 0, assembledLength);
            }
        }
        return assembledLength == 0 ? Step.END : Step.BROKEN;
    }

    /** Position after the last message read, or of the first one not read. */
    long position() {
        return position;
    }

    /** The last message read, envelope included; until the next call. */
    DirectBuffer buffer() {
        return buffer;
    }

    int offset() {
        return offset;
    }

    int length() {
        return length;
    }

    /** Forces the segment that holds a position to the disk. */
    void force(long at) {
        try {
            open(at);
            if (file != null) {
                file.force(true);
            }
        } catch (IOException e) {
            throw failure(at, e);
        }
    }

    @Override
    public void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw failure(position, e);
        }
    }

    private Step found(long endPosition, DirectBuffer in, int at, int messageLength) {
        position = endPosition;
        buffer = in;
        offset = at;
        length = messageLength;
        return Step.MESSAGE;
    }

    private boolean isAtItsPlace(int index, long at) {
        return chunk.getInt(index + TERM_OFFSET_OFFSET, LITTLE_ENDIAN)
                == (at & (recording.termLength() - 1));
    }

    private int load(long at, int needed) {
        if (at >= chunkPosition && at + needed <= chunkPosition + chunkLength) {
            return (int) (at - chunkPosition);
        }
        try {
            open(at);
            if (file == null) {
                return -1;
            }
            long wanted = Math.min(filePosition + recording.segmentLength(), limit) - at;
            chunkBytes.clear().limit((int) Math.min(CHUNK_LENGTH, wanted));
            long from = at - filePosition;
            while (chunkBytes.hasRemaining()) {
                if (file.read(chunkBytes, from + chunkBytes.position()) < 0) {
                    break;
                }
            }
        } catch (IOException e) {
            throw failure(at, e);
        }
        chunkPosition = at;
        chunkLength = chunkBytes.position();
        return chunkLength >= needed ? 0 : -1;
    }

    private void open(long at) throws IOException {
        long base =
                AeronArchive.segmentFileBasePosition(
                        recording.startPosition(),
                        at,
                        recording.termLength(),
                        recording.segmentLength());
        if (base == filePosition) {
            return;
        }
        if (file != null) {
            file.close();
            file = null;
        }
        filePosition = base;
        Path path = archiveDirectory.resolve(recording.id() + "-" + base + ".rec");
        if (Files.exists(path)) {
            file = FileChannel.open(path, StandardOpenOption.READ);
        }
    }

    private LogException failure(long at, IOException cause) {
        return new LogException(
                "recording "
                        + recording.id()
                        + " of stream "
                        + recording.streamId()
                        + ": cannot read position "
                        + at
                        + ": "
                        + cause.getMessage(),
                cause);
    }
}
