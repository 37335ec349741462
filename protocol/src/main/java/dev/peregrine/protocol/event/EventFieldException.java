package dev.peregrine.protocol.event;

/** A field of an event is missing or outside its range. The message names field and value. */
public final class EventFieldException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String value;
    private final String detail;

    public EventFieldException(String field, String value, String detail) {
        super(field + ": " + detail + (value.isEmpty() ? "" : ", but was " + value));
        this.field = field;
        this.value = value;
        this.detail = detail;
    }

    /** Name of the field in the schema, such as {@code amountMinor}. */
    public String field() {
        return field;
    }

    /** The offending value, shortened; empty when the field is missing. */
    public String value() {
        return value;
    }

    /** What is wrong, without field and value. */
    public String detail() {
        return detail;
    }
}
