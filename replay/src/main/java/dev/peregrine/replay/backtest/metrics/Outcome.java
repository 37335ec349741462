package dev.peregrine.replay.backtest.metrics;

/** What is known to have become of a transaction. */
public enum Outcome {
    /** No fraud was reported. */
    GOOD(0),
    /** It was fraud. */
    FRAUD(1),
    /**
     * Nobody knows: it was declined then, so that no fraud could be reported, or its label is not
     * in yet. Counted beside every measure, part of none.
     */
    UNKNOWN(2);

    private final int code;

    Outcome(int code) {
        this.code = code;
    }

    /** Place in a table of outcomes, 0 .. 2. */
    int code() {
        return code;
    }
}
