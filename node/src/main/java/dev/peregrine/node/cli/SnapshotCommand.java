package dev.peregrine.node.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "snapshot",
        description = "Take, list and verify snapshots of a node's state.",
        subcommands = {
            SnapshotTakeCommand.class,
            SnapshotListCommand.class,
            SnapshotVerifyCommand.class
        })
final class SnapshotCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "snapshot: which command?");
    }
}
