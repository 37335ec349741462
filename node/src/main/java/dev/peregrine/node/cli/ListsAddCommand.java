package dev.peregrine.node.cli;

import dev.peregrine.node.runtime.OperatorClient;
import dev.peregrine.policy.PolicyException;
import dev.peregrine.protocol.codec.EventStatus;
import dev.peregrine.protocol.codec.ListOperation;
import dev.peregrine.replay.lists.ListFile;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "add",
        description = "Put an entry on a list of a running node, or replace its end and reason.")
final class ListsAddCommand implements Callable<Integer> {
    @Mixin private ListsOptions options;

    @Parameters(
            index = "1",
            paramLabel = "VALUE",
            description =
                    "The entry: a token, a prefix, or a network such as 192.0.2.0/24. Never a card"
                            + " number.")
    private String value;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Why, for people.")
    private String reason;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "When the entry ends, such as 2027-01-31T00:00:00Z (default: never).")
    private String until;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException, PolicyException {
        long expiresNs = expiresNs();
        options.resolve();
        try (OperatorClient client = options.connect()) {
            EventStatus status =
                    options.changes()
                            .send(client, ListOperation.PUT, value, expiresNs, reason)
                            .status();
            if (status == EventStatus.EXPIRED) {
                throw new UserException(ExitCode.USAGE, "--until " + until + " has passed");
            }
        }
        spec.commandLine().getOut().println(options.spec().name() + ": 1 entry put");
        spec.commandLine().getOut().flush();
        return ExitCode.OK.code();
    }

    private long expiresNs() {
        try {
            return until == null ? 0 : ListFile.timeNs(until);
        } catch (IllegalArgumentException e) {
            throw new UserException(ExitCode.USAGE, "--until: " + e.getMessage(), e);
        }
    }
}
