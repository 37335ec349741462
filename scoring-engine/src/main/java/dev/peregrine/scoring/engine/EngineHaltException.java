package dev.peregrine.scoring.engine;

/**
 * The engine failed after an event's first effect: its state is not to be trusted, and the node
 * must stop.
 */
public final class EngineHaltException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long sequence;

    public EngineHaltException(long sequence, Throwable cause) {
        super("event " + sequence + " failed after its first effect on the state", cause);
        this.sequence = sequence;
    }

    /** Sequence of the event. */
    public long sequence() {
        return sequence;
    }
}
