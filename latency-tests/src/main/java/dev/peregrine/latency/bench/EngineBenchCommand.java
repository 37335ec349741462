package dev.peregrine.latency.bench;

import dev.peregrine.node.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "engine", description = "The engine alone: microseconds of a decision, by JMH.")
final class EngineBenchCommand implements Callable<Integer> {
    @Mixin private BenchOptions options;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        BenchReport report = new BenchReport(options.files(), spec.commandLine().getOut());
        new EngineBench(report).run();
        report.conclude("bench-engine");
        return ExitCode.OK.code();
    }
}
