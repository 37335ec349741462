package dev.peregrine.latency.bench;

import dev.peregrine.latency.journal.JournalBench;
import dev.peregrine.node.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "journal",
        description =
                "The pipeline with its journal off, recorded and synced, without clients and network.")
final class JournalBenchCommand implements Callable<Integer> {
    @Mixin private BenchOptions options;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "5000",
            description = "Payments a second. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        BenchReport report = new BenchReport(options.files(), spec.commandLine().getOut());
        new JournalBench(options.plan(rate), report).run();
        return (report.conclude("bench-journal") ? ExitCode.OK : ExitCode.FAILURE).code();
    }
}
