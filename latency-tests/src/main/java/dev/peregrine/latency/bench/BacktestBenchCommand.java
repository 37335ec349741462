package dev.peregrine.latency.bench;

import dev.peregrine.node.cli.ExitCode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin private OutputOption output;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        BenchReport report = output.report("backtest", spec.commandLine().getOut());
        new BacktestBench(report, input).run(rounds, new PandasJob(python));
        report.conclude("bench backtest");
        return ExitCode.OK.code();
    }
}
