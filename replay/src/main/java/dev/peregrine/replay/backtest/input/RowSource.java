package dev.peregrine.replay.backtest.input;

import dev.peregrine.replay.backtest.csv.RowBatch;
import java.io.Closeable;

/** Batches of encoded rows, in order. One thread; blocks on the files. */
public interface RowSource extends Closeable {
    /** Fills a batch. At the end, or when it cannot be read any further, marks it as last. */
    void read(RowBatch batch);

    /** Length of everything, as it lies on the disk, in bytes. */
    long length();
}
