package dev.peregrine.node.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "evidence",
        description = "Look at the evidence of a stopped node's decisions, or make it again.",
        subcommands = {EvidenceShowCommand.class, EvidenceRebuildCommand.class})
final class EvidenceCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "evidence: which command?");
    }
}
