package dev.peregrine.node.runtime;

/** A policy does not become active; the one before stays. The message says why, for people. */
final class PolicyRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PolicyRefusedException(String message) {
        super(message);
    }

    PolicyRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
