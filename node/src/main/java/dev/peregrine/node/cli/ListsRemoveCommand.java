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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "remove",
        description =
                "Take an entry off a list of a running node. One that is not there is no error.")
final class ListsRemoveCommand implements Callable<Integer> {
    @Mixin private ListsOptions options;

    @Parameters(index = "1", paramLabel = "VALUE", description = "The entry.")
    private String value;

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
            options.changes().send(client, ListOperation.REMOVE, value, 0, reason);
        }
        spec.commandLine().getOut().println(options.spec().name() + ": entry removed");
        spec.commandLine().getOut().flush();
        return ExitCode.OK.code();
    }
}
