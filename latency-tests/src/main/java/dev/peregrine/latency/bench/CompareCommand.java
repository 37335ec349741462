package dev.peregrine.latency.bench;

import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import dev.peregrine.report.latency.ComparisonPage;
import dev.peregrine.report.latency.RunResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "compare",
        description =
                "Make a page of two runs: what both measured, and the ratios to their floors.")
final class CompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "A", description = "results.json of one run.")
    private Path first;

    @Parameters(index = "1", paramLabel = "B", description = "results.json of the other.")
    private Path second;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "comparison.html",
            description = "The page. Default: ${DEFAULT-VALUE} in the working directory.")
    private Path out;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        try {
            RunResults a = RunResults.read(first);
            RunResults b = RunResults.read(second);
            if (ComparisonPage.common(a, b).isEmpty()) {
                throw new UserException(
                        ExitCode.BAD_INPUT,
                        first + " and " + second + " have no measurement of the same name");
            }
            Files.writeString(out, ComparisonPage.of(a, b));
        } catch (IOException e) {
            throw new UserException(ExitCode.BAD_INPUT, e.getMessage(), e);
        }
        spec.commandLine().getOut().println("written: " + out);
        return ExitCode.OK.code();
    }
}
