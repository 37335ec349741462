package dev.peregrine.replay.snapshot;

import dev.peregrine.replay.thread.Pace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * The blocks of a snapshot file, one after the other; see {@link SnapshotFormat}. None is given out
 * before its checksum was found right. One thread at a time. Blocks.
 */
final class SnapshotBlocks implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer header =
            ByteBuffer.allocate(SnapshotFormat.BLOCK_HEADER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    private final long length;
    private final int greatestLength;
    private long blocks;

    /**
     * Opens a file.
     *
     * @throws SnapshotException when it is none, or of another format
     */
    SnapshotBlocks(Path file) {
        this.file = file;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            length = channel.size();
        } catch (IOException e) {
            throw failure("cannot be read: " + e.getMessage(), e);
        }
        greatestLength = (int) Math.min(SnapshotFormat.MAX_BLOCK_LENGTH, length);
        try {
            checkMagic();
        } catch (SnapshotException e) {
            close();
            throw e;
        }
    }

    /** Bytes of the file when it was opened. */
    long length() {
        return length;
    }

    /** An empty buffer off the heap that holds any block of the file. */
    ByteBuffer newBuffer() {
        return ByteBuffer.allocateDirect(greatestLength).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    }

    /**
     * Reads the next block; an empty one is the last.
     *
     * @param into from {@link #newBuffer}; afterwards the block is what remains in it
     * @param pace asked after each part of a block; the calling thread's
     * @throws SnapshotException when it is damaged, or the file goes on behind the last
     */
    void next(ByteBuffer into, Pace pace) {
        header.clear();
        read(header);
        int content = header.getInt(0);
        if (content < 0 || content > greatestLength) {
            throw damaged("its length is " + content);
        }
        into.clear();
        while (into.position() < content) {
            into.limit(Math.min(content, into.position() + SnapshotFormat.MOVED_TOGETHER));
            read(into);
            pace.step();
        }
        int computed = SnapshotFormat.checksum(crc, blocks, into.flip());
        if (computed != header.getInt(Integer.BYTES)) {
            throw damaged("its checksum is wrong");
        }
        into.flip();
        if (content == 0) {
            checkEnd();
        }
        blocks++;
    }

    /** A block is not what it should be. Any thread. */
    SnapshotException damaged(long number, String how) {
        return failure("damaged at block " + number + ": " + how, null);
    }

    /** Something is wrong with the file. Any thread. */
    SnapshotException failure(String what, Exception cause) {
        return new SnapshotException(file + ": " + what, cause);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failure("cannot be closed: " + e.getMessage(), e);
        }
    }

    private SnapshotException damaged(String how) {
        return damaged(blocks, how);
    }

    private void checkEnd() {
        try {
            if (channel.position() != channel.size()) {
                throw damaged("bytes after the end");
            }
        } catch (IOException e) {
            throw failure("cannot be read: " + e.getMessage(), e);
        }
    }

    private void checkMagic() {
        ByteBuffer magic = ByteBuffer.allocate(SnapshotFormat.MAGIC_LENGTH);
        read(magic);
        String found = new String(magic.array(), StandardCharsets.ISO_8859_1);
        if (!found.startsWith(SnapshotFormat.MAGIC)) {
            throw failure("is no snapshot", null);
        }
        if (!found.equals(SnapshotFormat.magic())) {
            throw failure(
                    "has format \""
                            + found.substring(SnapshotFormat.MAGIC.length())
                            + "\", this version knows "
                            + SnapshotFormat.magic().substring(SnapshotFormat.MAGIC.length())
                            + ": remove it, and the journal is replayed from the snapshot before",
                    null);
        }
    }

    private void read(ByteBuffer into) {
        try {
            while (into.hasRemaining()) {
                if (channel.read(into) < 0) {
                    throw damaged("the file ends within it");
                }
            }
        } catch (IOException e) {
            throw failure("cannot be read: " + e.getMessage(), e);
        }
    }
}
