package dev.peregrine.gateway.standin;

/** The spool cannot be opened, read or written. The message names the file and says why. */
public final class SpoolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SpoolException(String message) {
        super(message);
    }

    public SpoolException(String message, Throwable cause) {
        super(message, cause);
    }
}
