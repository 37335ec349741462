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
        name = "iso8583",
        description = {
            "Round trips over ISO 8583 on the loopback, beside the HTTP API at the same rates.",
        })
final class Iso8583BenchCommand implements Callable<Integer> {
    @Mixin private BenchOptions options;

    @Option(
            names = "--rate",
            paramLabel = "N",
            split = ",",
            defaultValue = "500,2000",
            description = "Requests a second, several with commas. Default: ${DEFAULT-VALUE}.")
    private List<Integer> rates;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        BenchReport report = new BenchReport(options.files(), spec.commandLine().getOut());
        new Iso8583Bench(rates.stream().map(options::plan).toList(), report).run("demo");
        return (report.conclude("bench-iso8583") ? ExitCode.OK : ExitCode.FAILURE).code();
    }
}
