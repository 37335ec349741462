package dev.peregrine.latency.bench;

import dev.peregrine.latency.embedded.Installation;
import dev.peregrine.latency.rig.ResultFiles;
import dev.peregrine.node.cli.ExitCode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "models",
        description = {
            "Models of 10 to 1,000 trees alone: nanoseconds of a row, by JMH.",
            "Our scorer beside LightGBM and XGBoost, called row by row from Java."
        })
final class ModelBenchCommand implements Callable<Integer> {
    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where results are written. Default: the project's results/.")
    private Path out;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ResultFiles files =
                new ResultFiles(out == null ? Installation.root().resolve("results") : out);
        BenchReport report = new BenchReport(files, spec.commandLine().getOut());
        new ModelBench(report).run();
        report.conclude("bench-models");
        return ExitCode.OK.code();
    }
}
