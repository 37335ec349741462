package dev.peregrine.latency.bench;

import dev.peregrine.latency.journal.SnapshotBench;
import dev.peregrine.node.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "snapshot", description = "The pipeline without and with a snapshot being taken.")
final class SnapshotBenchCommand implements Callable<Integer> {
    @Mixin private BenchOptions options;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "5000",
            description = "Payments a second. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--cards",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Cards in the state. Default: ${DEFAULT-VALUE}.")
    private long cards;

    @Option(
            names = "--share",
            paramLabel = "X",
            defaultValue = "0.25",
            description = "Of a core, for the snapshots. Default: ${DEFAULT-VALUE}, a node's.")
    private double share;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        BenchReport report = new BenchReport(options.files(), spec.commandLine().getOut());
        new SnapshotBench(options.plan(rate), cards, share, report).run();
        return (report.conclude("bench-snapshot") ? ExitCode.OK : ExitCode.FAILURE).code();
    }
}
