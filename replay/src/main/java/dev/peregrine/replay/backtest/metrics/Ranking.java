package dev.peregrine.replay.backtest.metrics;

import java.io.IOException;

/** Transactions by what a policy or model thinks of them. Higher ranks are more suspicious. */
public interface Ranking {
    /** Adds a transaction. */
    void add(double rank, Outcome outcome, long amountMinor) throws IOException;

    /** Shows the cells of all ranks that occur, highest first. */
    void descending(CellVisitor visitor) throws IOException;

    /** Everything that was added. */
    Cell total();
}
