package dev.peregrine.latency.bench;

import dev.peregrine.node.cli.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "all", description = "Everything, one after the other, as the README shows it.")
final class AllBenchCommand implements Callable<Integer> {
    @Mixin private BenchOptions options;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Payments a second over Aeron. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--http-rate",
            paramLabel = "N",
            defaultValue = "500",
            description = "Requests a second over HTTP. Default: ${DEFAULT-VALUE}.")
    private int httpRate;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        BenchReport report = new BenchReport(options.files(), spec.commandLine().getOut());
        new EngineBench(report).run();
        new IpcBench(options.plan(rate), report).run("minimal", "demo");
        new HttpBench(List.of(options.plan(httpRate)), report).run("demo");
        return (report.conclude("bench") ? ExitCode.OK : ExitCode.FAILURE).code();
    }
}
