package dev.peregrine.latency.bench;

import dev.peregrine.latency.journal.SnapshotBench;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "snapshot", description = "The pipeline without and with a snapshot being taken.")
final class SnapshotBenchCommand implements Callable<Integer> {
    private static final String TITLE = "bench snapshot";

    @Mixin private BenchOptions options;

    @Mixin private BaselineOptions baseline;

    private static final double LEAST_SHARE = 0.001;

    @Option(
            names = "--cards",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Cards in the state. Default: ${DEFAULT-VALUE}.")
    private long cards;

    @Option(
            names = "--share",
            paramLabel = "X",
            defaultValue = "0.1",
            description = "Of a core, for the snapshots. Default: ${DEFAULT-VALUE}, a node's.")
    private double share;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        BenchOptions.check("--cards", (double) cards, 1, BenchOptions.MOST_CARDS);
        BenchOptions.check("--share", share, LEAST_SHARE, 1);
        baseline.check(TITLE);
        BenchReport report = options.report("snapshot", spec.commandLine().getOut());
        for (double rate : options.rates(5_000)) {
            new SnapshotBench(rate, cards, share, options.rig(report), report).run();
        }
        return baseline.conclude(report, TITLE).code();
    }
}
