package dev.peregrine.gateway.mapping;

/** A value that a rule cannot take. Has no stack trace, and does not repeat the value. */
final class RuleException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param detail what the value must be
     */
    RuleException(String detail) {
        super(detail, null, false, false);
    }
}
