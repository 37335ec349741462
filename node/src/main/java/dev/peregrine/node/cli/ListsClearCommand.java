package dev.peregrine.node.cli;

import dev.peregrine.node.runtime.OperatorClient;
import dev.peregrine.policy.PolicyException;
import dev.peregrine.protocol.codec.ListOperation;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "clear", description = "Take every entry off a list of a running node.")
final class ListsClearCommand implements Callable<Integer> {
    @Mixin private ListsOptions options;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Why, for people; goes to the journal.")
    private String reason;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException, PolicyException {
        options.resolve();
        try (OperatorClient client = options.connect()) {
            options.changes().send(client, ListOperation.CLEAR, "", 0, reason);
        }
        spec.commandLine().getOut().println(options.spec().name() + ": emptied");
        spec.commandLine().getOut().flush();
        return ExitCode.OK.code();
    }
}
