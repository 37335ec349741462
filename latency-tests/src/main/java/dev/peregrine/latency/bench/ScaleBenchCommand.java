package dev.peregrine.latency.bench;

import dev.peregrine.latency.embedded.Installation;
import dev.peregrine.latency.embedded.Transport;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "scale",
        description = {
            "Latency by rate: round trips over Aeron at rising rates, up to the knee and one beyond,",
            "beside a recorded echo at the same rates."
        })
final class ScaleBenchCommand implements Callable<Integer> {
    private static final double[] RATES = {
        1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 40_000, 50_000, 75_000, 100_000, 150_000,
        200_000, 300_000
    };
    private static final double[] QUICK_RATES = {1_000, 10_000, 50_000};

    private static final String TITLE = "bench scale";

    @Mixin private BenchOptions options;

    @Mixin private BaselineOptions baseline;

    @Option(
            names = "--policy",
            paramLabel = "NAME",
            defaultValue = "demo",
            description = "One of the project's policies. Default: ${DEFAULT-VALUE}.")
    private String policy;

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            defaultValue = "ipc",
            description = "ipc or udp. Default: ${DEFAULT-VALUE}.")
    private String transport;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        BenchOptions.checkNames("--policy", List.of(policy), Installation.policies());
        Transport over = transport();
        baseline.check(TITLE);
        BenchReport report = options.report("scale", spec.commandLine().getOut());
        new RoundTripBench(
                        over,
                        options.rates(options.quick() ? QUICK_RATES : RATES).stream()
                                .sorted()
                                .toList(),
                        options.rig(report),
                        report)
                .sweep(policy);
        return baseline.conclude(report, TITLE).code();
    }

    private Transport transport() {
        return switch (transport.toLowerCase(Locale.ROOT)) {
            case "ipc" -> Transport.IPC;
            case "udp" -> Transport.UDP;
            default ->
                    throw new ParameterException(
                            spec.commandLine(), "--transport is " + transport + ": ipc or udp");
        };
    }
}
