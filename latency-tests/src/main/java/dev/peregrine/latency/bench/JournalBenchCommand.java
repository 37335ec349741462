package dev.peregrine.latency.bench;

import dev.peregrine.latency.journal.JournalBench;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "journal",
        description = {
            "The pipeline with its journal off, recorded and synced, without clients and network,",
            "and the disk alone beside it."
        })
final class JournalBenchCommand implements Callable<Integer> {
    private static final String TITLE = "bench journal";

    @Mixin private BenchOptions options;

    @Mixin private BaselineOptions baseline;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        baseline.check(TITLE);
        BenchReport report = options.report("journal", spec.commandLine().getOut());
        for (double rate : options.rates(5_000)) {
            new JournalBench(rate, options.rig(report), report).run();
        }
        return baseline.conclude(report, TITLE).code();
    }
}
