package dev.peregrine.replay.backtest.csv;

import java.util.List;

/** The file's header lacks columns that the policy's mapping names, or has one of them twice. */
public final class MissingColumnsException extends Exception {
    private static final long serialVersionUID = 1L;

    public MissingColumnsException(List<String> problems, List<String> found) {
        super(String.join("; ", problems) + "; the file has: " + String.join(", ", found));
    }
}
