package dev.peregrine.gateway.iso8583;

import java.text.ParseException;

/** A field that cannot be read, on its way through the library. */
final class FieldFaultException extends ParseException {
    private static final long serialVersionUID = 1L;

    private final transient FieldFault fault;

    FieldFaultException(FieldFault fault, int position) {
        super(fault.detail(), position);
        this.fault = fault;
    }

    FieldFault fault() {
        return fault;
    }

    /** Nobody looks at where. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
