package dev.peregrine.replay.snapshot;

import dev.peregrine.replay.thread.Pace;
import dev.peregrine.state.StateSource;
import java.nio.ByteBuffer;

/** Gives the blocks of a snapshot to the one thread that loads them. */
interface BlockFeed extends AutoCloseable {
    /** Items of a part that are done between two steps of a pace. */
    int ITEMS_TOGETHER = 256;

    /**
     * The next block; empty behind the last. It holds until the next call.
     *
     * @throws SnapshotException when it is damaged
     */
    ByteBuffer next();

    /** Takes a part of the load over; see {@link dev.peregrine.state.StateSource#meanwhile}. */
    void meanwhile(int from, int to, StateSource.Part part);

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
                blocks.next(buffer, pace);
                pace.step();
                return buffer;
            }

            @Override
            public void meanwhile(int from, int to, StateSource.Part part) {
                int next = from;
                while (next < to) {
                    int end = to - next > ITEMS_TOGETHER ? next + ITEMS_TOGETHER : to;
                    part.load(next, end);
                    next = end;
                    pace.step();
                }
            }

            @Override
            public void finish() {}

            @Override
            public void close() {}
        };
    }
}
