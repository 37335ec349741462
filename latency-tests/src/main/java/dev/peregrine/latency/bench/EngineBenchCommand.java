package dev.peregrine.latency.bench;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "engine",
        description = {
            "The engine alone: time of a decision. Policy reference beside what the memory alone",
            "costs; the others, over simulated traffic, by JMH."
        })
final class EngineBenchCommand implements Callable<Integer> {
    private static final String REFERENCE = "reference";

    static final List<String> POLICIES = List.of("minimal", "fraud-handbook", "demo");

    @Mixin private BenchOptions options;

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
        BenchReport report = options.report("engine", spec.commandLine().getOut());
        List<String> simulated = policies.stream().filter(name -> !name.equals(REFERENCE)).toList();
        if (!simulated.isEmpty()) {
            new EngineBench(options.plan(), report).run(simulated);
        }
        if (policies.contains(REFERENCE)) {
            new ReferenceBench(options.plan(), report).run(cards);
        }
        return options.conclude(report, "bench engine").code();
    }
}
