package dev.peregrine.gateway.json;

import dev.peregrine.protocol.event.EventFieldException;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a request, field by field. Reusable; keeps the first twenty. */
final class FieldErrors {
    private static final int MAX_ERRORS = 20;

    private final List<FieldError> errors = new ArrayList<>();

    void clear() {
        errors.clear();
    }

    boolean isEmpty() {
        return errors.isEmpty();
    }

    void add(RequestField field, String value, String detail) {
        add(field.externalName(), value, detail);
    }

    void add(String field, String value, String detail) {
        if (errors.size() < MAX_ERRORS) {
            errors.add(new FieldError(field, value, detail));
        }
    }

    void add(String field, EventFieldException refusal) {
        add(field, refusal.value(), refusal.detail());
    }

    InvalidRequestException toException() {
        return new InvalidRequestException(Problem.ofFields(ProblemType.INVALID_FIELD, errors));
    }
}
