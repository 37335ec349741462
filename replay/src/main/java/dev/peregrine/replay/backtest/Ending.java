package dev.peregrine.replay.backtest;

/** How a backtest ended. */
public enum Ending {
    /** Every row was read. */
    COMPLETE,
    /** It was told to stop. */
    INTERRUPTED,
    /** A bad row, or a file that cannot be read any further. */
    BAD_INPUT,
    /** The engine threw: what it holds is not to be trusted any more. */
    ENGINE_FAILED,
    /** What was to be written could not be, as on a full disk. */
    OUTPUT_FAILED
}
