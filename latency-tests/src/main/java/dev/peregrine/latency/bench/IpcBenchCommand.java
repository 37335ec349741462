package dev.peregrine.latency.bench;

import dev.peregrine.node.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "ipc",
        description = "Round trips over Aeron ipc with the journal in them, beside bare echoes.")
final class IpcBenchCommand implements Callable<Integer> {
    @Mixin private BenchOptions options;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Payments a second. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        BenchReport report = new BenchReport(options.files(), spec.commandLine().getOut());
        new IpcBench(options.plan(rate), report).run("minimal", "demo");
        return (report.conclude("bench-ipc") ? ExitCode.OK : ExitCode.FAILURE).code();
    }
}
