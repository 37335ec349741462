package dev.peregrine.latency.bench;

import dev.peregrine.latency.embedded.Transport;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "all", description = "Everything, one after the other, as the README shows it.")
final class AllBenchCommand implements Callable<Integer> {
    private static final String TITLE = "bench all";
    private static final int NO_CARDS = 0;

    @Mixin private BenchOptions options;

    @Mixin private BaselineOptions baseline;

    @Option(
            names = "--http-rate",
            paramLabel = "N",
            defaultValue = "500",
            description = "Requests a second over HTTP. Default: ${DEFAULT-VALUE}.")
    private double httpRate;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        baseline.check(TITLE);
        BenchReport report = options.report("all", spec.commandLine().getOut());
        new EngineBench(options.plan(), NO_CARDS, report).run(EngineBenchCommand.SIMULATED);
        new RoundTripBench(Transport.IPC, options.rates(1_000), options.rig(report), report)
                .run(List.of("minimal", "demo"));
        new HttpBench(List.of(httpRate), options.rig(report), report).run("demo");
        return baseline.conclude(report, TITLE).code();
    }
}
