package dev.peregrine.node.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "journal",
        description = "Look at the journal and the decision records of a stopped node.",
        subcommands = {
            JournalInspectCommand.class,
            JournalVerifyCommand.class,
            JournalExportCommand.class
        })
final class JournalCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "journal: which command?");
    }
}
