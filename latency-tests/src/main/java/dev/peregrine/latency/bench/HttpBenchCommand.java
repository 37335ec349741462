package dev.peregrine.latency.bench;

import dev.peregrine.node.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "http",
        description = "Round trips over HTTP on the loopback, beside a bare echo of the same JSON.")
final class HttpBenchCommand implements Callable<Integer> {
    @Mixin private BenchOptions options;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "500",
            description = "Requests a second. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        BenchReport report = new BenchReport(options.files(), spec.commandLine().getOut());
        new HttpBench(options.plan(rate), report).run("demo");
        return (report.conclude("bench-http") ? ExitCode.OK : ExitCode.FAILURE).code();
    }
}
