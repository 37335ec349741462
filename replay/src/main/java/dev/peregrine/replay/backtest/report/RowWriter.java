package dev.peregrine.replay.backtest.report;

import dev.peregrine.replay.backtest.metrics.Outcome;
import dev.peregrine.replay.thread.Uninterruptibly;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Writes {@code decisions.csv} and {@code features.csv} on a thread of its own, at most a few
 * batches behind: turning numbers into text takes as long as computing them.
 *
 * <p>The caller's thread reads a decision into {@link #row}, and {@link #commit}s it where it is to
 * be written. Closing waits for what was committed. What the disk refuses is thrown at the next
 * commit that fills a batch, or at the end.
 */
public final class RowWriter implements Closeable {
    private static final int ROWS = 512;
    private static final int BATCHES = 3;

    private final DecisionsCsv decisions;
    private final FeaturesCsv features;
    private final BlockingQueue<Batch> free = new ArrayBlockingQueue<>(BATCHES);
    private final BlockingQueue<Batch> full = new ArrayBlockingQueue<>(BATCHES);
    private final Thread thread = new Thread(this::run, "backtest-writer");
    private volatile Throwable failure;
    private Batch batch;

    private static final class Batch {
        private final DecisionView[] rows = new DecisionView[ROWS];
        private int size;
        private boolean last;

        Batch(int features) {
            for (int i = 0; i < ROWS; i++) {
                rows[i] = new DecisionView(features);
            }
        }
    }

    /**
     * Takes both files over and closes them.
     *
     * @param decisions null for none
     * @param features null for none
     * @param featureCount of a row
     */
    public RowWriter(DecisionsCsv decisions, FeaturesCsv features, int featureCount) {
        this.decisions = decisions;
        this.features = features;
        for (int i = 0; i < BATCHES; i++) {
            free.add(new Batch(features == null ? 0 : featureCount));
        }
        batch = free.remove();
        thread.setDaemon(true);
        thread.start();
    }

    /** The row that is committed next. */
    public DecisionView row() {
        return batch.rows[batch.size];
    }

    /**
     * Has {@link #row} written; it stays readable until the next one is read. Blocks while the disk
     * is behind.
     *
     * @throws IOException when earlier rows could not be written
     */
    public void commit(Outcome outcome) throws IOException {
        row().outcome = outcome;
        batch.size++;
        if (batch.size == ROWS) {
            handOver();
            throwFailure();
        }
    }

    @Override
    public void close() throws IOException {
        if (!batch.last) {
            batch.last = true;
            handOver();
        }
        Uninterruptibly.run(thread::join);
        throwFailure();
    }

    private void handOver() {
        Batch done = batch;
        Uninterruptibly.run(() -> full.put(done));
        if (!done.last) {
            Uninterruptibly.run(() -> batch = free.take());
            batch.size = 0;
        }
    }

    private void throwFailure() throws IOException {
        if (failure instanceof IOException e) {
            throw new IOException(e.getMessage(), e);
        }
        if (failure != null) {
            throw new IllegalStateException("the writing thread died", failure);
        }
    }

    private void run() {
        try (decisions;
                features) {
            boolean last = false;
            while (!last) {
                Batch next = full.take();
                last = next.last;
                write(next);
                free.add(next);
            }
        } catch (IOException | RuntimeException e) {
            failure = failure == null ? e : failure;
        } catch (InterruptedException e) {
            failure = e;
        }
    }

    /** After a failure batches still go round, so that the caller is never held up. */
    private void write(Batch next) {
        try {
            for (int i = 0; failure == null && i < next.size; i++) {
                DecisionView row = next.rows[i];
                if (decisions != null) {
                    decisions.write(row);
                }
                if (features != null) {
                    features.write(row);
                }
            }
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
    }
}
