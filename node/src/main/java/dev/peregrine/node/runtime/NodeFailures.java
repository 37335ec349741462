package dev.peregrine.node.runtime;

import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import dev.peregrine.replay.journal.Causes;
import dev.peregrine.replay.journal.SharedMemoryException;
import dev.peregrine.scoring.engine.EngineHaltException;
import dev.peregrine.scoring.log.Log;
import dev.peregrine.scoring.log.LogException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What the parts' failures mean to an operator: one line, and the exit code. */
final class NodeFailures {
    private NodeFailures() {}

    /**
     * A log cannot be written.
     *
     * @param failure the archive's, or a {@link LogException} of who noticed
     * @param logs open logs, or null; how far each is durable is told
     */
    static UserException ofJournal(Path archive, Throwable failure, Log... logs) {
        StringBuilder message = new StringBuilder();
        message.append(archive).append(": cannot be written: ").append(Causes.root(failure));
        for (Log log : logs) {
            if (log != null) {
                message.append("; ").append(log.name()).append(" is ");
                message.append(log.durability().name().toLowerCase(Locale.ROOT));
                message.append(" up to ").append(position(log));
            }
        }
        message.append("; nothing behind that was acknowledged; ").append(free(archive));
        return new UserException(ExitCode.JOURNAL_FAILED, message.toString(), failure);
    }

    /** A part other than a log that is written. */
    static UserException of(String component, Throwable failure) {
        if (failure instanceof EngineHaltException halt) {
            return new UserException(
                    ExitCode.HALTED,
                    "the engine halted on event "
                            + halt.event().sequence()
                            + ", which was not acknowledged: "
                            + Causes.root(halt)
                            + "; it will again, unless the file quarantine in the data directory"
                            + " has the line \""
                            + halt.event()
                            + "\"",
                    failure);
        }
        if (failure instanceof LogException) {
            return new UserException(ExitCode.JOURNAL_FAILED, failure.getMessage(), failure);
        }
        if (failure instanceof SharedMemoryException) {
            return new UserException(ExitCode.SHARED_MEMORY_FULL, failure.getMessage(), failure);
        }
        return new UserException(
                ExitCode.HALTED, component + " failed: " + Causes.root(failure), failure);
    }

    private static String position(Log log) {
        try {
            return "position " + log.lastDurablePosition();
        } catch (LogException e) {
            return "where its recording ended";
        }
    }

    private static String free(Path directory) {
        try {
            return (Files.getFileStore(directory).getUsableSpace() >> 20) + " MiB are free there";
        } catch (IOException e) {
            return "how much is free there cannot be read: " + e.getMessage();
        }
    }
}
