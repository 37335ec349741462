package dev.peregrine.latency.bench;

import dev.peregrine.node.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "challengers",
        description = {
            "Round trips over Aeron ipc under policy demo, alone and with three challengers beside it:",
            "another champion, a rule put to use, and a policy of its own with two more features.",
            "Fails when the p99 with them is more than 1.25 times that without."
        })
final class ChallengerBenchCommand implements Callable<Integer> {
    private static final String TITLE = "bench challengers";

    @Mixin private BenchOptions options;

    @Mixin private BaselineOptions baseline;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often both are measured, in turn. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        baseline.check(TITLE);
        BenchReport report = options.report("challengers", spec.commandLine().getOut());
        boolean within =
                new ChallengerBench(options.rate(1_000), options.rig(report), report)
                        .run(Math.max(1, rounds));
        ExitCode exitCode = baseline.conclude(report, TITLE);
        return (within || exitCode != ExitCode.OK ? exitCode : ExitCode.FAILURE).code();
    }
}
