package dev.peregrine.gateway.security;

import java.util.List;

/**
 * A file of keys or certificates cannot be used. Each problem is one line, names the file and, of
 * what is in it, nothing that is secret.
 */
public final class AccessException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public AccessException(String problem) {
        this(List.of(problem), null);
    }

    public AccessException(String problem, Throwable cause) {
        this(List.of(problem), cause);
    }

    public AccessException(List<String> problems) {
        this(problems, null);
    }

    private AccessException(List<String> problems, Throwable cause) {
        super(String.join("; ", problems), cause);
        this.problems = List.copyOf(problems);
    }

    /** One line each. */
    public List<String> problems() {
        return problems;
    }
}
