package dev.peregrine.replay.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.peregrine.replay.thread.Pace;
import dev.peregrine.state.StateSource;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Function;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;

/**
 * Reads a snapshot file; see {@link SnapshotFormat}. No byte is given out before the checksum of
 * its block was found right. One thread. Blocks.
 */
final class SnapshotReader implements StateSource, AutoCloseable {
    private static final long READ_ALONE = 4 * SnapshotFormat.MAX_BLOCK_LENGTH;

    private final SnapshotBlocks blocks;
    private final byte[] manifest;
    private final BlockFeed feed;
    private final Pace pace;
    private ByteBuffer block;
    private long blockAddress;
    private long taken;

    private SnapshotReader(Path file, Pace pace, Function<SnapshotBlocks, BlockFeed> feeds) {
        this.pace = pace;
        blocks = new SnapshotBlocks(file);
        try {
            block = blocks.newBuffer();
            manifest = readManifest();
        } catch (SnapshotException e) {
            blocks.close();
            throw e;
        }
        feed = feeds.apply(blocks);
    }

    /**
     * Opens a file to be read on the caller's thread.
     *
     * @throws SnapshotException when it is damaged, or of another format
     */
    static SnapshotReader paced(Path file, Pace pace) {
        return new SnapshotReader(file, pace, blocks -> BlockFeed.alone(blocks, pace));
    }

    /**
     * Opens a file to be read as quickly as may be: a large one with the help of two more threads.
     *
     * @throws SnapshotException when it is damaged, or of another format
     */
    static SnapshotReader quick(Path file) {
        Pace pace = Pace.full();
        return new SnapshotReader(
                file,
                pace,
                blocks ->
                        blocks.length() > READ_ALONE
                                ? new ReadAhead(blocks)
                                : BlockFeed.alone(blocks, pace));
    }

    /** Opens a file to be read with the help of two more threads, whatever its size. */
    static SnapshotReader ahead(Path file) {
        return new SnapshotReader(file, Pace.full(), ReadAhead::new);
    }

    /** The manifest of an engine's snapshot. */
    SnapshotManifest manifest() {
        try {
            return SnapshotManifest.of(manifest);
        } catch (JsonProcessingException e) {
            throw blocks.failure("its manifest is no JSON: " + e.getMessage(), e);
        }
    }

    /** The manifest as it lies in the file. */
    byte[] manifestBytes() {
        return manifest.clone();
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
            pace.bytes(part);
            to += part;
            left -= part;
        }
    }

    @Override
    public void meanwhile(int from, int to, Part part) {
        feed.meanwhile(from, to, part);
    }

    /** Expects the end of the file, and waits for what is done meanwhile. */
    void end() {
        if (block.hasRemaining() || nextBlock()) {
            throw damaged("more state than the engine expects");
        }
        feed.finish();
    }

    /** Reads on to the end, for the checksums. */
    void skipState() {
        while (nextBlock()) {
            block.position(block.limit());
        }
    }

    @Override
    public void close() {
        feed.close();
        blocks.close();
    }

    private byte[] readManifest() {
        blocks.next(block, pace);
        byte[] bytes = new byte[block.remaining()];
        block.get(bytes);
        return bytes;
    }

    private void nextBlockOfState() {
        if (!nextBlock()) {
            throw damaged("less state than the engine expects");
        }
    }

    private boolean nextBlock() {
        block = feed.next();
        blockAddress = BufferUtil.address(block);
        taken++;
        return block.hasRemaining();
    }

    private SnapshotException damaged(String how) {
        return blocks.damaged(taken, how);
    }
}
