package dev.peregrine.gateway.json;

import java.util.List;

/**
 * A failed request as RFC 9457 describes it.
 *
 * @param type which kind
 * @param detail what happened this time, for people
 * @param errors fields at fault; may be empty
 * @param line where malformed JSON was found, or which line of a batch it is, from 1; 0 when it is
 *     not about a place
 * @param column where malformed JSON was found, in bytes from 1; 0 when it is not about a place
 */
public record Problem(
        ProblemType type, String detail, List<FieldError> errors, int line, int column) {
    public Problem {
        errors = List.copyOf(errors);
    }

    /** A problem that is about no field. */
    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, List.of(), 0, 0);
    }

    /** The same of a line of a batch. */
    public Problem inLine(int newLine) {
        return new Problem(type, detail, errors, newLine, column);
    }

    /** A problem of one or more fields. */
    public static Problem ofFields(ProblemType type, List<FieldError> errors) {
        FieldError first = errors.get(0);
        String more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
        return new Problem(type, first.field() + ": " + first.detail() + more, errors, 0, 0);
    }
}
