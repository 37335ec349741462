package dev.peregrine.client;

/** A session could not be opened, or an event got no answer. The message names what failed. */
public final class ClientException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of failure it is. */
    public enum Category {
        /** A setting is missing or outside its range. */
        CONFIGURATION,
        /** No media driver runs where the client looks for one, or it refused a channel. */
        DRIVER,
        /** No node listens on the ingress channel. */
        NO_NODE,
        /** A node listens but did not answer in time. */
        NO_ANSWER,
        /** The node refused the session. */
        REJECTED,
        /** As many events as allowed are in flight. */
        FULL,
        /** No answer before the event's deadline; the event may have had its effect. */
        TIMEOUT,
        /** The client is closed. */
        CLOSED
    }

    private final Category category;

    public ClientException(Category category, String message) {
        super(message);
        this.category = category;
    }

    public ClientException(Category category, String message, Throwable cause) {
        super(message, cause);
        this.category = category;
    }

    public Category category() {
        return category;
    }
}
