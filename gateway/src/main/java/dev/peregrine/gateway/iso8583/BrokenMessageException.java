package dev.peregrine.gateway.iso8583;

/** A message that cannot be answered. Has no stack trace, and nothing of the message. */
final class BrokenMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final CloseReason reason;

    BrokenMessageException(CloseReason reason) {
        super(reason.text(), null, false, false);
        this.reason = reason;
    }

    CloseReason reason() {
        return reason;
    }
}
