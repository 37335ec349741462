package dev.peregrine.latency.bench;

import dev.peregrine.latency.embedded.Installation;
import dev.peregrine.latency.embedded.Transport;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "ipc",
        description =
                "Round trips over Aeron ipc with the journal in them, beside bare and recorded echoes.")
final class IpcBenchCommand implements Callable<Integer> {
    private static final String TITLE = "bench ipc";

    @Mixin private BenchOptions options;

    @Mixin private BaselineOptions baseline;

    @Option(
            names = "--policy",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "minimal,demo",
            description =
                    "Of the project's policies, several with commas. Default: ${DEFAULT-VALUE}.")
    private List<String> policies;

    @Option(
            names = "--payments-only",
            description = {
                "Send as many events as the echoes have messages: no outcomes, labels and reversals,",
                "which else are further load, one to a payment."
            })
    private boolean paymentsOnly;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        BenchOptions.checkNames("--policy", policies, Installation.policies());
        baseline.check(TITLE);
        BenchReport report = options.report("ipc", spec.commandLine().getOut());
        new RoundTripBench(Transport.IPC, options.rates(1_000), options.rig(report), report)
                .paymentsOnly(paymentsOnly)
                .run(policies);
        return baseline.conclude(report, TITLE).code();
    }
}
