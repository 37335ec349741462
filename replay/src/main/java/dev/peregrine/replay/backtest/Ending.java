package dev.peregrine.replay.backtest;

/** How a backtest ended. */
public enum Ending {
    /** Every row was read. */
    COMPLETE,
    /** It was told to stop. */
    INTERRUPTED,
    /** A row, the input or the output was at fault. */
    FAILED
}
