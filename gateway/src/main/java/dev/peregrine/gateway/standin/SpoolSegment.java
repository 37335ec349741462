package dev.peregrine.gateway.standin;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * One file of a spool: a header, then records to its end. Little-endian.
 *
 * <pre>
 *    0  "PGSTANDI"
 *    8  version of this layout, 1
 *   12  CRC-32C of the 12 bytes before
 *   16  records, each:
 *         0  length of the payload, 1 to 16,384
 *         4  CRC-32C of the length and the payload
 *         8  payload
 * </pre>
 *
 * <p>Written by the spool's thread, which also knows what is in it; read by any.
 */
final class SpoolSegment implements AutoCloseable {
    static final int HEADER_LENGTH = 16;
    static final int RECORD_HEADER_LENGTH = 8;
    static final int MAX_PAYLOAD_LENGTH = 16 * 1024;

    private static final long MAGIC = 0x49444E4154534750L;
    private static final int VERSION = 1;
    private static final int CHECKSUM_AT = 12;

    private final Path file;
    private final FileChannel channel;
    private final List<StandInEntry> entries = new ArrayList<>();
    private volatile long length;
    private int pending;
    private long lastSettledNs;

    private SpoolSegment(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Makes a new file; on the disk with its name when this returns. */
    static SpoolSegment create(Path file) throws IOException {
        SpoolSegment segment = open(file);
        try {
            segment.begin();
            try (FileChannel directory = FileChannel.open(file.getParent(), READ)) {
                directory.force(true);
            }
            return segment;
        } catch (IOException e) {
            segment.close();
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Opens a file, whose records are still to be read with {@link #recover}. */
    static SpoolSegment open(Path file) throws IOException {
        return new SpoolSegment(file, FileChannel.open(file, CREATE, READ, WRITE));
    }

    /** Takes a record's payload. */
    @FunctionalInterface
    interface Visitor {
        void onRecord(SpoolPlace place, ByteBuffer payload);
    }

    /**
     * Reads all records, from the first to the last intact one.
     *
     * @param isNewest whether what follows the last intact record is what a kill or a loss of power
     *     has left of writing, and is cut off; in an older file it is damage
     * @return bytes cut off
     * @throws SpoolException when the file is damaged
     */
    long recover(boolean isNewest, Visitor visitor) throws IOException {
        long size = channel.size();
        if (isNewest && size < HEADER_LENGTH) {
            begin();
            return size;
        }
        checkHeader();
        long at = HEADER_LENGTH;
        ByteBuffer payload = read(at);
        while (payload != null) {
            int payloadLength = payload.remaining();
            visitor.onRecord(
                    new SpoolPlace(this, at + RECORD_HEADER_LENGTH, payloadLength), payload);
            at += RECORD_HEADER_LENGTH + payloadLength;
            payload = read(at);
        }
        if (at < size && !isNewest) {
            throw new SpoolException(file + ": the record at byte " + at + " is damaged");
        }
        if (at < size) {
            channel.truncate(at);
            channel.force(true);
        }
        length = at;
        return size - at;
    }

    /** Puts a record at a buffer's position. */
    static void encode(ByteBuffer target, ByteBuffer payload) {
        int payloadLength = payload.remaining();
        target.putInt(payloadLength).putInt(checksum(payload)).put(payload);
    }

    /** Appends records. They are on the disk after {@link #force}. */
    void append(ByteBuffer records) throws IOException {
        long at = length;
        while (records.hasRemaining()) {
            at += channel.write(records, at);
        }
        length = at;
    }

    void force() throws IOException {
        channel.force(false);
    }

    /** Cuts off what was appended behind a position. */
    void cut(long position) throws IOException {
        channel.truncate(position);
        length = position;
    }

    long length() {
        return length;
    }

    /**
     * A payload.
     *
     * @throws SpoolException when it cannot be read
     */
    ByteBuffer read(SpoolPlace place) {
        ByteBuffer payload = ByteBuffer.allocate(place.length()).order(LITTLE_ENDIAN);
        try {
            if (!readFully(payload, place.offset())) {
                throw new SpoolException(file + ": ends within a record");
            }
        } catch (IOException e) {
            throw new SpoolException(file + ": " + e.getMessage(), e);
        }
        return payload.flip();
    }

    /** A stand-in is in it, and pending. */
    void added(StandInEntry entry) {
        entries.add(entry);
        pending++;
    }

    /** One of its stand-ins was settled. */
    void settled(long timeNs) {
        pending--;
        lastSettledNs = Math.max(lastSettledNs, timeNs);
    }

    /** Whether all its stand-ins were settled before a time. */
    boolean isSettledBefore(long timeNs) {
        return pending == 0 && lastSettledNs < timeNs;
    }

    /** The stand-ins that are in it. */
    List<StandInEntry> entries() {
        return entries;
    }

    /** Deletes the file. */
    void delete() throws IOException {
        close();
        Files.deleteIfExists(file);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return file.toString();
    }

    private void begin() throws IOException {
        channel.truncate(0);
        ByteBuffer header = ByteBuffer.allocate(HEADER_LENGTH).order(LITTLE_ENDIAN).putLong(MAGIC);
        header.putInt(VERSION).putInt(headerChecksum(header)).flip();
        length = 0;
        append(header);
        channel.force(true);
    }

    private void checkHeader() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_LENGTH).order(LITTLE_ENDIAN);
        if (!readFully(header, 0)
                || header.getLong(0) != MAGIC
                || header.getInt(CHECKSUM_AT) != headerChecksum(header)) {
            throw new SpoolException(file + ": is no file of a spool");
        }
        if (header.getInt(8) != VERSION) {
            throw new SpoolException(
                    file + ": has layout " + header.getInt(8) + "; this version knows " + VERSION);
        }
    }

    private static int headerChecksum(ByteBuffer header) {
        CRC32C checksum = new CRC32C();
        checksum.update(header.duplicate().clear().limit(CHECKSUM_AT));
        return (int) checksum.getValue();
    }

    /** The payload of the record at a place; null when there is no intact one. */
    private ByteBuffer read(long at) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(RECORD_HEADER_LENGTH).order(LITTLE_ENDIAN);
        if (!readFully(head, at)) {
            return null;
        }
        int payloadLength = head.getInt(0);
        if (payloadLength < 1 || payloadLength > MAX_PAYLOAD_LENGTH) {
            return null;
        }
        ByteBuffer payload = ByteBuffer.allocate(payloadLength).order(LITTLE_ENDIAN);
        if (!readFully(payload, at + RECORD_HEADER_LENGTH)) {
            return null;
        }
        payload.flip();
        return checksum(payload) == head.getInt(4) ? payload : null;
    }

    private static int checksum(ByteBuffer payload) {
        int payloadLength = payload.remaining();
        CRC32C checksum = new CRC32C();
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            checksum.update(payloadLength >>> shift);
        }
        checksum.update(payload.duplicate());
        return (int) checksum.getValue();
    }

    private boolean readFully(ByteBuffer target, long at) throws IOException {
        long from = at;
        while (target.hasRemaining()) {
            int read = channel.read(target, from);
            if (read < 0) {
                return false;
            }
            from += read;
        }
        return true;
    }
}
