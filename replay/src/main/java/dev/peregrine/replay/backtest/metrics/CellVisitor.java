package dev.peregrine.replay.backtest.metrics;

/** Shown the transactions of each rank, highest rank first. */
@FunctionalInterface
public interface CellVisitor {
    /**
     * All transactions of one rank.
     *
     * @param cell valid during the call
     */
    void onCell(double rank, Cell cell);
}
