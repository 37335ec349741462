package dev.peregrine.scoring.engine;

/**
 * The engine failed after an event's first effect: its state is not to be trusted, and the node
 * must stop.
 */
public final class EngineHaltException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Quarantine.Entry event;

    public EngineHaltException(Quarantine.Entry event, Throwable cause) {
        super("event " + event.sequence() + " failed after its first effect on the state", cause);
        this.event = event;
    }

    /** The event, in the form in which it can be set aside. */
    public Quarantine.Entry event() {
        return event;
    }
}
