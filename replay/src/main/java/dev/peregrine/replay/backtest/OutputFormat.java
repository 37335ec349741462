package dev.peregrine.replay.backtest;

/** Format of what is written row by row. */
public enum OutputFormat {
    CSV,
    PARQUET
}
