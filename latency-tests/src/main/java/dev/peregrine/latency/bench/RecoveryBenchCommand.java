package dev.peregrine.latency.bench;

import dev.peregrine.latency.journal.RecoveryBench;
import dev.peregrine.node.cli.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "recovery",
        description = {
            "A killed node's way back to its first decision, by the number of cards. It is killed",
            "and started --repetitions times; --rate, --seconds and --warm-up have no meaning here."
        })
final class RecoveryBenchCommand implements Callable<Integer> {
    @Mixin private BenchOptions options;

    @Option(
            names = "--cards",
            paramLabel = "N",
            split = ",",
            defaultValue = "100000,1000000",
            description = "Cards in the state, several with commas. Default: ${DEFAULT-VALUE}.")
    private List<Long> cards;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        options.checkNoRates();
        BenchOptions.checkDistinct("--cards", cards);
        for (long count : cards) {
            BenchOptions.check("--cards", (double) count, 1, BenchOptions.MOST_CARDS);
        }
        BenchReport report = options.report("recovery", spec.commandLine().getOut());
        new RecoveryBench(options.plan().repetitions(), report).run(cards);
        return (report.conclude("bench recovery") ? ExitCode.OK : ExitCode.FAILURE).code();
    }
}
