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
        name = "rules",
        description = {
            "10, 100 and 1,000 rules alone: nanoseconds of a payment, by JMH.",
            "Compiled as the engine runs them, beside CEL's own evaluator."
        })
final class RuleBenchCommand implements Callable<Integer> {
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
        new RuleBench(report).run();
        report.conclude("bench-rules");
        return ExitCode.OK.code();
    }
}
