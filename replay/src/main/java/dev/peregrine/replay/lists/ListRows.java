package dev.peregrine.replay.lists;

import dev.peregrine.replay.backtest.csv.RowException;
import java.io.Closeable;
import java.io.IOException;

/** Entries of a list, one after the other, with their places. One thread; may block. */
public interface ListRows extends Closeable {
    /**
     * Goes to the next entry.
     *
     * @return false at the end
     * @throws RowException when the row is not well-formed
     * @throws IOException when it cannot be read
     */
    boolean next() throws IOException, RowException;

    /** The entry. */
    String value();

    /** End of the entry, epoch nanoseconds; 0 for none. */
    long expiresNs() throws RowException;

    /** Why; empty when it is not said. */
    String reason();

    /** Line of the entry, from 1. */
    long line();

    /** An error at a column that the row has, or else at the value. */
    RowException error(String column, String message);
}
