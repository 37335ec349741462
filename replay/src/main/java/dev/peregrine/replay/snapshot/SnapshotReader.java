package dev.peregrine.replay.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.peregrine.state.StateSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;

/**
 * Reads a snapshot file; see {@link SnapshotFormat}. No byte is given out before the checksum of
 * its block was found right. One thread. Blocks.
 */
final class SnapshotReader implements StateSource, AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer header =
            ByteBuffer.allocate(SnapshotFormat.BLOCK_HEADER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer block;
    private final long blockAddress;
    private final SnapshotManifest manifest;
    private long blocks;

    /**
     * Opens a file and reads its manifest.
     *
     * @throws SnapshotException when it is damaged, or of another format
     */
    SnapshotReader(Path file) {
        this.file = file;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            block =
                    ByteBuffer.allocateDirect(
                                    (int) Math.min(SnapshotFormat.MAX_BLOCK_LENGTH, channel.size()))
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .limit(0);
            blockAddress = BufferUtil.address(block);
        } catch (IOException e) {
            throw failure("cannot be read: " + e.getMessage(), e);
        }
        try {
            checkMagic();
            nextBlock();
            byte[] json = new byte[block.remaining()];
            block.get(json);
            manifest = SnapshotManifest.of(json);
        } catch (JsonProcessingException e) {
            close();
            throw failure("its manifest is no JSON: " + e.getMessage(), e);
        } catch (SnapshotException e) {
            close();
            throw e;
        }
    }

    SnapshotManifest manifest() {
        return manifest;
    }

    @Override
    public long getLong() {
        if (block.remaining() < Long.BYTES) {
            if (block.hasRemaining()) {
                throw damaged("a number is cut");
            }
            nextBlockOfState();
        }
        return block.getLong();
    }

    @Override
    public void getBytes(long address, long length) {
        long to = address;
        long left = length;
        while (left > 0) {
            if (!block.hasRemaining()) {
                nextBlockOfState();
            }
            int part = (int) Math.min(left, block.remaining());
            UnsafeApi.copyMemory(blockAddress + block.position(), to, part);
            block.position(block.position() + part);
            to += part;
            left -= part;
        }
    }

    /** Expects the end of the file. */
    void end() {
        if (block.hasRemaining() || nextBlock() > 0) {
            throw damaged("more state than the engine expects");
        }
        checkEnd();
    }

    /** Reads on to the end, for the checksums. */
    void skipState() {
        block.position(block.limit());
        while (nextBlock() > 0) {
            block.position(block.limit());
        }
        checkEnd();
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

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failure("cannot be closed: " + e.getMessage(), e);
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

    private void nextBlockOfState() {
        if (nextBlock() == 0) {
            throw damaged("less state than the engine expects");
        }
    }

    private int nextBlock() {
        header.clear();
        read(header);
        int length = header.getInt(0);
        if (length < 0 || length > block.capacity()) {
            throw damaged("its length is " + length);
        }
        block.clear().limit(length);
        read(block);
        int computed = SnapshotFormat.checksum(crc, blocks, block.flip());
        if (computed != header.getInt(Integer.BYTES)) {
            throw damaged("its checksum is wrong");
        }
        block.flip();
        blocks++;
        return length;
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

    private SnapshotException damaged(String how) {
        return failure("damaged at block " + blocks + ": " + how, null);
    }

    private SnapshotException failure(String what, Exception cause) {
        return new SnapshotException(file + ": " + what, cause);
    }
}
