package dev.peregrine.node.cli;

import dev.peregrine.gateway.security.AccessException;
import dev.peregrine.node.config.ConfigException;
import dev.peregrine.node.data.DataDirectoryException;
import dev.peregrine.policy.PolicyException;
import dev.peregrine.scoring.log.LogException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Ends a failed command: what the user can mend is told in a line a problem, and only a bug shows
 * its stack trace.
 */
final class ExecutionErrors implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        Failure failure = classify(e);
        if (failure == null) {
            err.println("peregrine: internal error, please report it with what follows");
            e.printStackTrace(err);
            err.flush();
            return ExitCode.FAILURE.code();
        }
        failure.problems.forEach(problem -> err.println("peregrine: " + problem));
        err.flush();
        return failure.exitCode.code();
    }

    private static Failure classify(Throwable e) {
        OutOfMemoryError memory = OutOfMemory.in(e);
        if (memory != null) {
            return new Failure(ExitCode.OUT_OF_MEMORY, List.of(OutOfMemory.describe(memory)));
        }
        if (e instanceof UserException user) {
            return new Failure(user.exitCode(), user.problems());
        }
        if (e instanceof ConfigException config) {
            return new Failure(ExitCode.BAD_CONFIGURATION, config.problems());
        }
        if (e instanceof AccessException access) {
            return new Failure(ExitCode.BAD_CONFIGURATION, access.problems());
        }
        if (e instanceof DataDirectoryException) {
            return new Failure(ExitCode.BAD_CONFIGURATION, List.of(e.getMessage()));
        }
        if (e instanceof PolicyException policy) {
            return new Failure(ExitCode.BAD_CONFIGURATION, policy.problems());
        }
        if (e instanceof LogException) {
            return new Failure(ExitCode.JOURNAL_FAILED, List.of(e.getMessage()));
        }
        if (e instanceof UncheckedIOException) {
            return classify(e.getCause());
        }
        if (e instanceof NoSuchFileException file) {
            return new Failure(ExitCode.FAILURE, List.of(file.getFile() + ": no such file"));
        }
        if (e instanceof AccessDeniedException file) {
            return new Failure(ExitCode.FAILURE, List.of(file.getFile() + ": permission denied"));
        }
        if (e instanceof IOException && e.getMessage() != null) {
            return new Failure(ExitCode.FAILURE, List.of(e.getMessage()));
        }
        return null;
    }

    private record Failure(ExitCode exitCode, List<String> problems) {}
}
