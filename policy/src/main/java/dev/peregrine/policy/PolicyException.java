package dev.peregrine.policy;

import java.util.List;

/**
 * A bundle cannot be used. Each problem is a message of its own that names file, line and column.
 */
public class PolicyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public PolicyException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** One message a problem, in order of file and line. */
    public List<String> problems() {
        return problems;
    }
}
