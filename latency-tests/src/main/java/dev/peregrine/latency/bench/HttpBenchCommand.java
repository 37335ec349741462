package dev.peregrine.latency.bench;

import dev.peregrine.node.cli.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "http",
        description = {
            "Round trips over HTTP on the loopback, beside a bare echo of the same JSON and the",
            "Java client over Aeron, at several rates."
        })
final class HttpBenchCommand implements Callable<Integer> {
    @Mixin private BenchOptions options;

    @Option(
            names = "--rate",
            paramLabel = "N",
            split = ",",
            defaultValue = "1000,5000,20000",
            description = "Requests a second, several with commas. Default: ${DEFAULT-VALUE}.")
    private List<Integer> rates;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        BenchReport report = new BenchReport(options.files(), spec.commandLine().getOut());
        new HttpBench(rates.stream().map(options::plan).toList(), report).run("demo");
        return (report.conclude("bench-http") ? ExitCode.OK : ExitCode.FAILURE).code();
    }
}
