package dev.peregrine.node.cli;

import dev.peregrine.node.runtime.OperatorClient;
import dev.peregrine.policy.PolicyException;
import dev.peregrine.protocol.codec.ListOperation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "import",
        description = {
            "Put every entry of a file on a list of a running node.",
            "The file is CSV with a header: value and, where they are wanted, expires (such as"
                    + " 2027-01-31T00:00:00Z) and reason. It is read to its end before anything is"
                    + " sent: a mistake in it changes nothing."
        })
final class ListsImportCommand implements Callable<Integer> {
    @Mixin private ListsOptions options;

    @Parameters(index = "1", paramLabel = "FILE.csv", description = "The entries.")
    private Path file;

    @Option(
            names = "--replace",
            description =
                    "Empty the list first. Payments that are decided in between find the list as it"
                            + " is by then.")
    private boolean replace;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException, PolicyException {
        options.resolve();
        ListImport entries = new ListImport(file, options.changes());
        long total = entries.check();
        try (OperatorClient client = options.connect();
                ListImportProgress progress = new ListImportProgress(total)) {
            if (replace) {
                String name = file.getFileName().toString();
                options.changes().send(client, ListOperation.CLEAR, "", 0, name);
            }
            entries.send(client, progress);
        }
        spec.commandLine()
                .getOut()
                .println(
                        String.format(
                                Locale.ROOT, "%s: %,d entries put", options.spec().name(), total));
        spec.commandLine().getOut().flush();
        return ExitCode.OK.code();
    }
}
