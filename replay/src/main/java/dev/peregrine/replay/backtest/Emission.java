package dev.peregrine.replay.backtest;

/** What a backtest writes a row for each transaction of. */
public enum Emission {
    /** {@code decisions.csv}. */
    DECISIONS,
    /** {@code features.csv}. */
    FEATURES
}
