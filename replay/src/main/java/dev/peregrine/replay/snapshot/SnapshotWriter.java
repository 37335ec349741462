package dev.peregrine.replay.snapshot;

import dev.peregrine.replay.thread.Pace;
import dev.peregrine.state.StateSink;
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

/** Writes a snapshot file; see {@link SnapshotFormat}. One thread. Blocks. */
final class SnapshotWriter implements StateSink, AutoCloseable {
    private static final long FORCED_TOGETHER = 8 << 20;

    private final Path file;
    private final FileChannel channel;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer block =
            ByteBuffer.allocateDirect(
                            SnapshotFormat.BLOCK_HEADER_LENGTH + SnapshotFormat.MAX_BLOCK_LENGTH)
                    .order(ByteOrder.LITTLE_ENDIAN);
    private final long blockAddress = BufferUtil.address(block);
    private final Pace pace;
    private long blocks;
    private long unforced;

    /** Makes the file, which must not be there, with the manifest, at most a block. */
    SnapshotWriter(Path file, byte[] manifest, Pace pace) {
        this.file = file;
        this.pace = pace;
        try {
            channel =
                    FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            write(ByteBuffer.wrap(SnapshotFormat.magic().getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw failure(e);
        }
        block.position(SnapshotFormat.BLOCK_HEADER_LENGTH);
        block.put(manifest);
        endBlock();
    }

    @Override
    public void putLong(long value) {
        if (block.remaining() < Long.BYTES) {
            endBlock();
        }
        block.putLong(value);
    }

    @Override
    public void putBytes(long address, long length) {
        long from = address;
        long left = length;
        while (left > 0) {
            if (!block.hasRemaining()) {
                endBlock();
            }
            int part = (int) Math.min(left, block.remaining());
            UnsafeApi.copyMemory(from, blockAddress + block.position(), part);
            block.position(block.position() + part);
            pace.bytes(part);
            from += part;
            left -= part;
        }
    }

    /** Ends the file and forces it to the disk. */
    void finish() {
        if (block.position() > SnapshotFormat.BLOCK_HEADER_LENGTH) {
            endBlock();
        }
        endBlock();
        try {
            channel.force(true);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private void endBlock() {
        int length = block.position() - SnapshotFormat.BLOCK_HEADER_LENGTH;
        block.flip().position(SnapshotFormat.BLOCK_HEADER_LENGTH);
        int checksum = SnapshotFormat.checksum(crc, blocks++, block);
        block.putInt(0, length).putInt(Integer.BYTES, checksum).position(0);
        try {
            unforced += block.remaining();
            write(block);
            forceSlice();
        } catch (IOException e) {
            throw failure(e);
        }
        pace.step();
        block.clear().position(SnapshotFormat.BLOCK_HEADER_LENGTH);
    }

    /**
     * Lets no more gather than the disk takes at once, so that nobody else's write waits for it.
     */
    private void forceSlice() throws IOException {
        if (unforced >= FORCED_TOGETHER) {
            channel.force(false);
            unforced = 0;
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        int end = bytes.limit();
        while (bytes.position() < end) {
            bytes.limit(Math.min(end, bytes.position() + SnapshotFormat.MOVED_TOGETHER));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            pace.step();
        }
    }

    private SnapshotException failure(IOException cause) {
        return new SnapshotException(file + ": cannot be written: " + cause.getMessage(), cause);
    }
}
