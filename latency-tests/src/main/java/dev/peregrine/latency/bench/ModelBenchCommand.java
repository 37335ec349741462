package dev.peregrine.latency.bench;

import dev.peregrine.node.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "models",
        description = {
            "Models of 10 to 1,000 trees alone: nanoseconds of a row, by JMH.",
            "Our scorer beside LightGBM and XGBoost, called row by row from Java."
        })
final class ModelBenchCommand implements Callable<Integer> {
    @Mixin private OutputOption output;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        BenchReport report = output.report("models", spec.commandLine().getOut());
        new ModelBench(report).run();
        report.conclude("bench models");
        return ExitCode.OK.code();
    }
}
