package dev.peregrine.gateway.evidence;

/** The evidence store cannot be opened, read or written; the message names it and says why. */
public final class EvidenceException extends RuntimeException {
    public EvidenceException(String message) {
        super(message);
    }

    public EvidenceException(String message, Throwable cause) {
        super(message, cause);
    }
}
