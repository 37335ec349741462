package dev.peregrine.replay.snapshot;

/** A snapshot that cannot be read or written; the message names the file and what is wrong. */
public final class SnapshotException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SnapshotException(String message) {
        super(message);
    }

    public SnapshotException(String message, Throwable cause) {
        super(message, cause);
    }
}
