package dev.peregrine.latency.bench;

import dev.peregrine.latency.embedded.Installation;
import dev.peregrine.latency.rig.ResultFiles;
import dev.peregrine.node.cli.ExitCode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "backtest",
        description = {
            "The Handbook's 15 features of a file of its form: by a backtest, decisions included, by"
                    + " a DuckDB window query on two threads, and where Python has pandas, by its rolling"
                    + " windows.",
            "All read CSV and write CSV; every value is compared."
        })
final class BacktestBenchCommand implements Callable<Integer> {
    @Option(
            names = "--input",
            required = true,
            paramLabel = "FILE",
            description = "Transactions as the Handbook has them.")
    private Path input;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Runs of each, in turn; the best is told. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--python",
            paramLabel = "COMMAND",
            defaultValue = "python3",
            description = "Runs pandas. Default: ${DEFAULT-VALUE}.")
    private String python;

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
        new BacktestBench(report, input).run(rounds, new PandasJob(python));
        report.conclude("bench-backtest");
        return ExitCode.OK.code();
    }
}
