package dev.peregrine.replay.snapshot;

import dev.peregrine.replay.thread.Pace;
import dev.peregrine.replay.thread.Uninterruptibly;
import dev.peregrine.state.StateSource;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Reads and checks blocks on a thread of its own, up to {@value #AHEAD} ahead of the one that loads
 * them, and does on another what can be done meanwhile. One thread uses it.
 */
final class ReadAhead implements BlockFeed {
    private static final int AHEAD = 8;

    private final SnapshotBlocks blocks;
    private final BlockingQueue<Block> filled = new ArrayBlockingQueue<>(AHEAD + 1);
    private final BlockingQueue<ByteBuffer> empty = new ArrayBlockingQueue<>(AHEAD + 1);
    private final ExecutorService helper = Executors.newSingleThreadExecutor(daemon("load-helper"));
    private final Thread reader = daemon("load-reader").newThread(this::read);
    private CompletableFuture<Void> parts = CompletableFuture.completedFuture(null);
    private Block current;

    /** A block, or why there is none. */
    private record Block(ByteBuffer content, Throwable failure) {}

    ReadAhead(SnapshotBlocks blocks) {
        this.blocks = blocks;
        for (int i = 0; i < AHEAD; i++) {
            empty.add(blocks.newBuffer());
        }
        reader.start();
    }

    @Override
    public ByteBuffer next() {
        if (current != null) {
            empty.add(current.content());
        }
        current = take(filled);
        if (current.failure() instanceof Error e) {
            throw e;
        }
        if (current.failure() instanceof RuntimeException e) {
            throw e;
        }
        return current.content();
    }

    @Override
    public void meanwhile(int from, int to, StateSource.Part part) {
        parts = parts.thenRunAsync(() -> part.load(from, to), helper);
    }

    @Override
    public void finish() {
        try {
            parts.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException thrown ? thrown : e;
        }
    }

    @Override
    public void close() {
        reader.interrupt();
        helper.shutdown();
        Uninterruptibly.run(reader::join);
        Uninterruptibly.run(() -> helper.awaitTermination(1, TimeUnit.DAYS));
    }

    private void read() {
        Pace pace = Pace.full();
        try {
            boolean last = false;
            while (!last) {
                ByteBuffer buffer = empty.take();
                blocks.next(buffer, pace);
                last = !buffer.hasRemaining();
                filled.put(new Block(buffer, null));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            filled.add(new Block(null, e));
        }
    }

    private static Block take(BlockingQueue<Block> queue) {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SnapshotException("the load of a snapshot was interrupted", e);
        }
    }

    private static ThreadFactory daemon(String name) {
        return run -> {
            Thread thread = new Thread(run, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
