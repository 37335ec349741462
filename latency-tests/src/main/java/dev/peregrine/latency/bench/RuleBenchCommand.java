package dev.peregrine.latency.bench;

import dev.peregrine.node.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "rules",
        description = {
            "10, 100 and 1,000 rules alone: nanoseconds of a payment, by JMH.",
            "Compiled as the engine runs them, beside CEL's own evaluator."
        })
final class RuleBenchCommand implements Callable<Integer> {
    @Mixin private OutputOption output;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        BenchReport report = output.report("rules", spec.commandLine().getOut());
        new RuleBench(report).run();
        report.conclude("bench rules");
        return ExitCode.OK.code();
    }
}
