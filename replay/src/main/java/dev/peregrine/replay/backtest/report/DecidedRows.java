package dev.peregrine.replay.backtest.report;

import dev.peregrine.replay.backtest.metrics.Observation;
import dev.peregrine.replay.backtest.metrics.PolicyMetrics;
import dev.peregrine.replay.thread.Uninterruptibly;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Measures decided rows and writes {@code decisions.csv} and {@code features.csv} on a thread of
 * its own, at most a few batches behind: that takes as long as deciding them.
 *
 * <p>The caller's thread reads a decision into {@link #row}, and {@link #commit}s it where it is to
 * be measured. Closing waits for what was committed. What the disk refuses is thrown at the next
 * commit that fills a batch, or at the end.
 */
public final class DecidedRows implements Closeable {
    private static final int ROWS = 512;
    private static final int BATCHES = 3;

    private final PolicyMetrics metrics;
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
     * @param metrics added to by this thread until it is closed
     * @param decisions null for none
     * @param features null for none
     * @param featureCount of a row
     */
    public DecidedRows(
            PolicyMetrics metrics, DecisionsCsv decisions, FeaturesCsv features, int featureCount) {
        this.metrics = metrics;
        this.decisions = decisions;
        this.features = features;
        for (int i = 0; i < BATCHES; i++) {
            free.add(new Batch(featureCount));
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
     * Has {@link #row} measured and written; from now on it is the other thread's. Blocks while the
     * disk is behind.
     *
     * @param rank what it is ranked by
     * @throws IOException when earlier rows could not be written
     */
    public void commit(Observation seen, double rank) throws IOException {
        DecisionView row = row();
        row.seen.copyFrom(seen);
        row.rank = rank;
        batch.size++;
        if (batch.size == ROWS) {
            handOver();
            throwFailure();
        }
    }

    /**
     * Waits for what was committed, and closes the files; from the second time on it does nothing.
     *
     * @throws IOException when rows could not be written
     */
    @Override
    public void close() throws IOException {
        if (!batch.last) {
            batch.last = true;
            handOver();
            Uninterruptibly.run(thread::join);
            throwFailure();
        }
    }

    /**
     * Waits for what was committed, and puts everything that it came to into a checkpoint.
     *
     * @throws IOException when rows could not be written
     */
    public void save(StateSink sink) throws IOException {
        handOver();
        List<Batch> idle = new ArrayList<>();
        while (idle.size() < BATCHES - 1) {
            Uninterruptibly.run(() -> idle.add(free.take()));
        }
        free.addAll(idle);
        throwFailure();
        metrics.save(sink);
        if (decisions != null) {
            decisions.save(sink);
        }
        if (features != null) {
            features.save(sink);
        }
    }

    /** Takes what {@link #save} put; before the first row. */
    public void load(StateSource source) throws IOException {
        metrics.load(source);
        if (decisions != null) {
            decisions.load(source);
        }
        if (features != null) {
            features.load(source);
        }
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
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            failure = failure == null ? e : failure;
        }
    }

    /** After a failure batches still go round, so that the caller is never held up. */
    private void write(Batch next) {
        try {
            for (int i = 0; failure == null && i < next.size; i++) {
                DecisionView row = next.rows[i];
                row.decode();
                metrics.add(
                        row.seen,
                        row.action(),
                        row.score(),
                        row.rank,
                        row.fired,
                        row.shadowFired,
                        row.features);
                if (decisions != null) {
                    decisions.write(row);
                }
                if (features != null) {
                    features.write(row);
                }
            }
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        }
    }
}
