package dev.peregrine.replay.backtest;

/** What happens at a row that cannot be used. */
public enum ErrorPolicy {
    /** The backtest ends there; what was written until then is kept. */
    STOP,
    /** The row is left out and counted. */
    SKIP,
    /** The row is left out, counted, and written to {@code quarantine.csv}. */
    QUARANTINE
}
