package dev.peregrine.gateway.format;

import dev.peregrine.gateway.json.FieldError;
import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.ProblemType;
import java.util.List;
import java.util.Optional;

/** A message that becomes no event at all. Carries the answer; has no stack trace. */
public final class FormatException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final transient FormatAnswer answer;

    private FormatException(Problem problem, FormatAnswer answer) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.answer = answer;
    }

    /** A message whose peer is told in the terms of HTTP. */
    public static FormatException of(Problem problem) {
        return new FormatException(problem, null);
    }

    /** A message whose peer is told in its own format. */
    static FormatException of(FormatAnswer answer, String detail) {
        return new FormatException(Problem.of(ProblemType.MALFORMED_MESSAGE, detail), answer);
    }

    static FormatException malformed(String detail) {
        return of(Problem.of(ProblemType.MALFORMED_MESSAGE, detail));
    }

    static FormatException field(String field, String detail) {
        return of(
                Problem.ofFields(
                        ProblemType.INVALID_FIELD, List.of(new FieldError(field, "", detail))));
    }

    /** What happened, in the terms of HTTP. */
    public Problem problem() {
        return problem;
    }

    /** What to answer in place of the problem. */
    public Optional<FormatAnswer> answer() {
        return Optional.ofNullable(answer);
    }
}
