package dev.peregrine.replay.backtest;

/** What a backtest writes besides its summary. */
public enum Emission {
    /** {@code decisions.csv}, a row for each transaction. */
    DECISIONS,
    /** {@code features.csv}, a row for each transaction. */
    FEATURES,
    /** What models that learn online have learned in the end, in {@code weights}. */
    WEIGHTS
}
