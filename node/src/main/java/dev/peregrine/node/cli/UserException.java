package dev.peregrine.node.cli;

import java.util.List;

/**
 * A mistake of the user's making, or a fact of the machine: told in a line a problem, never with a
 * stack trace. A message names the file, line and column, or the field and its value.
 */
public class UserException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final transient List<String> problems;

    public UserException(ExitCode exitCode, String problem) {
        this(exitCode, List.of(problem), null);
    }

    public UserException(ExitCode exitCode, String problem, Throwable cause) {
        this(exitCode, List.of(problem), cause);
    }

    public UserException(ExitCode exitCode, List<String> problems) {
        this(exitCode, problems, null);
    }

    private UserException(ExitCode exitCode, List<String> problems, Throwable cause) {
        super(String.join(System.lineSeparator(), problems), cause);
        this.exitCode = exitCode;
        this.problems = List.copyOf(problems);
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    /** One message a problem. */
    public List<String> problems() {
        return problems;
    }
}
