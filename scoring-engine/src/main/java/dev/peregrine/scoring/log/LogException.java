package dev.peregrine.scoring.log;

/** A log is damaged, or has failed and will not recover while the process lives. */
public class LogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LogException(String message) {
        super(message);
    }

    public LogException(String message, Throwable cause) {
        super(message, cause);
    }
}
