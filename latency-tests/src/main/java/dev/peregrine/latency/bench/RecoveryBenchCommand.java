package dev.peregrine.latency.bench;

import dev.peregrine.latency.embedded.Installation;
import dev.peregrine.latency.journal.RecoveryBench;
import dev.peregrine.latency.rig.ResultFiles;
import dev.peregrine.node.cli.ExitCode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "recovery",
        description = "A killed node's way back to its first decision, by the number of cards.")
final class RecoveryBenchCommand implements Callable<Integer> {
    @Option(
            names = "--cards",
            paramLabel = "N",
            split = ",",
            defaultValue = "100000,1000000",
            description = "Cards in the state, several with commas. Default: ${DEFAULT-VALUE}.")
    private List<Long> cards;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where results are written. Default: the project's results/.")
    private Path out;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ResultFiles files =
                new ResultFiles(out == null ? Installation.root().resolve("results") : out);
        BenchReport report = new BenchReport(files, spec.commandLine().getOut());
        new RecoveryBench(report).run(cards);
        return (report.conclude("bench-recovery") ? ExitCode.OK : ExitCode.FAILURE).code();
    }
}
