package dev.peregrine.gateway.json;

import dev.peregrine.protocol.event.EventFieldException;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a request, field by field. Reusable; keeps the first twenty. */
final class FieldErrors {
    private static final int MAX_ERRORS = 20;

    private final List<FieldError> errors = new ArrayList<>();
    private String prefix = "";

    void clear() {
        errors.clear();
        prefix = "";
    }

    /** What stands before the names of fields from now on: of an object within, its path. */
    void prefix(String value) {
        prefix = value;
    }

    boolean isEmpty() {
        return errors.isEmpty();
    }

    void add(ApiField field, String value, String detail) {
        add(field.externalName(), value, detail);
    }

    void add(String field, String value, String detail) {
        if (errors.size() < MAX_ERRORS) {
            errors.add(new FieldError(prefix + field, value, detail));
        }
    }

    /** Tells a refusal; repeats its value only if the whole of it may be repeated. */
    void add(String field, EventFieldException refusal, CharSequence whole) {
        String value = CardNumberScan.finds(whole) ? "" : refusal.value();
        add(field, value, refusal.detail());
    }

    /** An unknown name in place of one of the known. */
    void addUnknown(String name, Iterable<String> known) {
        add(Texts.name(name), "", "is not a known field" + Suggestion.hint(name, known));
    }

    InvalidRequestException toException() {
        return new InvalidRequestException(Problem.ofFields(ProblemType.INVALID_FIELD, errors));
    }
}
