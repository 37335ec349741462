package dev.peregrine.node.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "lists",
        description = {
            "Change the lists of a running node, or look at those of a stopped one.",
            "A list is declared in lists.yaml of the policy; docs/lists.md tells more."
        },
        subcommands = {
            ListsAddCommand.class,
            ListsRemoveCommand.class,
            ListsClearCommand.class,
            ListsImportCommand.class,
            ListsShowCommand.class
        })
final class ListsCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "lists: which command?");
    }
}
