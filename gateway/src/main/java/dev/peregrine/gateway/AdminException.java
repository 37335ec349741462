package dev.peregrine.gateway;

import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.ProblemType;

/** An operator's request that is not carried out, and why. */
public final class AdminException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public AdminException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    public AdminException(ProblemType type, String detail) {
        this(Problem.of(type, detail));
    }

    /** What is answered. */
    public Problem problem() {
        return problem;
    }
}
