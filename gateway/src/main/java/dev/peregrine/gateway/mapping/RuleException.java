package dev.peregrine.gateway.mapping;

/** A value that a rule cannot take. Has no stack trace, and does not repeat the value. */
final class RuleException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String place;
    private final boolean missing;

    /**
     * @param detail what the value must be
     */
    RuleException(String detail) {
        this("", false, detail);
    }

    private RuleException(String place, boolean missing, String detail) {
        super(detail, null, false, false);
        this.place = place;
        this.missing = missing;
    }

    /** Another field than the row's own, which the rule needs, and which the message lacks. */
    static RuleException missing(String place) {
        return new RuleException(place, true, "is missing");
    }

    /** Another field than the row's own, which the rule needs, and which does not fit. */
    RuleException at(String otherPlace) {
        return new RuleException(otherPlace, missing, getMessage());
    }

    /** Place of the field at fault; empty for the row's own. */
    String place() {
        return place;
    }

    /** Whether the field at fault is not there. */
    boolean isMissing() {
        return missing;
    }
}
