package dev.peregrine.replay.backtest;

import dev.peregrine.replay.backtest.csv.RowBatch;
import dev.peregrine.replay.backtest.input.RowSource;
import dev.peregrine.replay.thread.Uninterruptibly;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Reads and encodes rows ahead of the scoring thread, on a thread of its own, at most a few batches
 * ahead. Closing ends the thread.
 */
final class BatchReader implements AutoCloseable {
    private static final int BATCHES = 4;

    private final RowSource file;
    private final BlockingQueue<RowBatch> free = new ArrayBlockingQueue<>(BATCHES);
    private final BlockingQueue<RowBatch> full = new ArrayBlockingQueue<>(BATCHES);
    private volatile Throwable crash;
    private final Thread thread = new Thread(this::run, "backtest-reader");

    BatchReader(RowSource file) {
        this.file = file;
        for (int i = 0; i < BATCHES; i++) {
            free.add(new RowBatch());
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** The next batch; blocks until there is one. Not to be called after the last one. */
    RowBatch take() throws InterruptedException {
        RowBatch batch = full.take();
        if (crash != null && batch.last) {
            throw new IllegalStateException("the reading thread died", crash);
        }
        return batch;
    }

    /** Gives a batch back that has been worked on. */
    void recycle(RowBatch batch) {
        free.add(batch);
    }

    @Override
    public void close() {
        thread.interrupt();
        Uninterruptibly.run(thread::join);
    }

    private void run() {
        try {
            boolean last = false;
            while (!last) {
                RowBatch batch = free.take();
                try {
                    file.read(batch);
                } catch (RuntimeException | Error e) {
                    crash = e;
                    batch.last = true;
                }
                last = batch.last;
                full.put(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
