package dev.peregrine.node.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "policy",
        description = "Work on policy bundles.",
        subcommands = {
            PolicyValidateCommand.class,
            PolicyExplainCommand.class,
            PolicyDiffCommand.class,
            PolicyKeygenCommand.class,
            PolicySignCommand.class,
            PolicyActivateCommand.class,
            PolicyRollbackCommand.class,
            PolicyStatusCommand.class,
            PolicyZonesCommand.class
        })
final class PolicyCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "policy: which command?");
    }
}
