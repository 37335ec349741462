package dev.peregrine.latency.bench;

import dev.peregrine.latency.engine.EngineRun;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "engine",
        description = {
            "The engine alone: time of a decision, on one core, as fast as it goes. Policy reference",
            "beside what the memory alone costs; the others over simulated traffic."
        })
final class EngineBenchCommand implements Callable<Integer> {
    /** Those of simulated traffic. */
    static final List<String> SIMULATED = List.of("minimal", "fraud-handbook", "demo");

    private static final List<String> KNOWN =
            Stream.concat(SIMULATED.stream(), Stream.of(EngineRun.REFERENCE)).toList();
    private static final String TITLE = "bench engine";
    private static final int LEAST_CARDS = 1_000;

    @Mixin private BenchOptions options;

    @Mixin private BaselineOptions baseline;

    @Option(
            names = "--policy",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "minimal,fraud-handbook,demo,reference",
            description =
                    "Of the project's policies, several with commas. Default: ${DEFAULT-VALUE}.")
    private List<String> policies;

    @Option(
            names = "--cards",
            paramLabel = "N",
            defaultValue = "1000000",
            description = {
                "Cards of policy reference; a million take some 10 GB outside the heap. Default:",
                "${DEFAULT-VALUE}."
            })
    private int cards;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        BenchOptions.check("--cards", cards, LEAST_CARDS, BenchOptions.MOST_CARDS);
        BenchOptions.checkNames("--policy", policies, KNOWN);
        options.checkNoRates();
        if (baseline.isAsked() && !policies.contains(EngineRun.REFERENCE)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "only policy " + EngineRun.REFERENCE + " has a floor to be held against");
        }
        baseline.check(TITLE);
        BenchReport report = options.report("engine", spec.commandLine().getOut());
        new EngineBench(options.plan(), cards, report).run(policies);
        return baseline.conclude(report, TITLE).code();
    }
}
