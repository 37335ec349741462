package dev.peregrine.replay.snapshot;

import java.nio.ByteBuffer;

/** Gives the blocks of a snapshot to the one thread that loads them. */
interface BlockFeed extends AutoCloseable {
    /**
     * The next block; empty behind the last. It holds until the next call.
     *
     * @throws SnapshotException when it is damaged
     */
    ByteBuffer next();

    /** Takes a part of the load over; see {@link dev.peregrine.state.StateSource#meanwhile}. */
    void meanwhile(Runnable part);

    /**
     * Waits until every part has been done.
     *
     * @throws RuntimeException that a part has thrown
     */
    void finish();

    /** Ends what is going on; afterwards nothing of the load is touched any more. */
    @Override
    void close();

    /** Everything on the thread that calls. */
    static BlockFeed alone(SnapshotBlocks blocks, Pace pace) {
        ByteBuffer buffer = blocks.newBuffer();
        return new BlockFeed() {
            @Override
            public ByteBuffer next() {
                pace.step();
                blocks.next(buffer);
                return buffer;
            }

            @Override
            public void meanwhile(Runnable part) {
                part.run();
            }

            @Override
            public void finish() {}

            @Override
            public void close() {}
        };
    }
}
