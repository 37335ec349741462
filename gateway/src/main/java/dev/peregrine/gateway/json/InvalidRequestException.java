package dev.peregrine.gateway.json;

/** A request that cannot become an event. Carries the answer; has no stack trace. */
public final class InvalidRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    InvalidRequestException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    /** What to answer. */
    public Problem problem() {
        return problem;
    }
}
