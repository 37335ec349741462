package dev.peregrine.replay.journal;

/** There is not enough shared memory for the log buffers. The message says what to change. */
public final class SharedMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SharedMemoryException(String message) {
        super(message);
    }
}
