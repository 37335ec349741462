package dev.peregrine.replay.backtest;

/** A backtest cannot start. The message is for the user: it names the file and what is wrong. */
public final class BacktestException extends Exception {
    private static final long serialVersionUID = 1L;

    public BacktestException(String message) {
        super(message);
    }

    public BacktestException(String message, Throwable cause) {
        super(message, cause);
    }
}
