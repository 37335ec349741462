package dev.peregrine.node.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "state",
        description = {
            "Look at the feature state of a stopped node, rebuilt from its newest snapshot and its"
                    + " journal."
        },
        subcommands = {StateListCommand.class, StateShowCommand.class})
final class StateCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "state: which command?");
    }
}
