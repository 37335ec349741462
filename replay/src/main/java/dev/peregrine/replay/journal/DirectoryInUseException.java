package dev.peregrine.replay.journal;

/** A data directory belongs to a live process. The message says which. */
public final class DirectoryInUseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DirectoryInUseException(String message) {
        super(message);
    }
}
