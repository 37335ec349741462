package dev.peregrine.latency.bench;

import dev.peregrine.node.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "explain",
        description = {
            "Exact explanations (TreeSHAP) of LightGBM models of 10 to 500 trees: whether they add up,",
            "whether they are LightGBM's own, and the time of each. One thread."
        })
final class ExplainBenchCommand implements Callable<Integer> {
    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Rows to explain. Default: ${DEFAULT-VALUE}.")
    private int rows;

    @Mixin private OutputOption output;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        BenchReport report = output.report("explain", spec.commandLine().getOut());
        boolean right = new ExplainBench(report, Math.max(1, rows)).run(10, 100, 500);
        report.conclude("bench explain");
        return (right ? ExitCode.OK : ExitCode.FAILURE).code();
    }
}
