package dev.peregrine.client;

import dev.peregrine.protocol.codec.RejectCode;

/** The node refused an event, which had no effect. */
public final class EventRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RejectCode code;
    private final String field;
    private final String value;

    public EventRejectedException(RejectCode code, String field, String value, String detail) {
        super(message(code, field, value, detail));
        this.code = code;
        this.field = field;
        this.value = value;
    }

    public RejectCode code() {
        return code;
    }

    /** Name of the field at fault; empty when none is. */
    public String field() {
        return field;
    }

    /** Its value, shortened; may be empty. */
    public String value() {
        return value;
    }

    private static String message(RejectCode code, String field, String value, String detail) {
        StringBuilder message = new StringBuilder(code.name());
        if (!field.isEmpty()) {
            message.append(": ").append(field);
            if (!value.isEmpty()) {
                message.append(" = ").append(value);
            }
        }
        return message.append(": ").append(detail).toString();
    }
}
