package dev.peregrine.node.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code peregrine challengers}. */
@Command(
        name = "challengers",
        description = "See how challengers differ from the policy that decides.",
        subcommands = {ChallengersReportCommand.class})
final class ChallengersCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "challengers: which command?");
    }
}
