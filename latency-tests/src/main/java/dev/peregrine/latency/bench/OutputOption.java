package dev.peregrine.latency.bench;

import dev.peregrine.latency.embedded.Installation;
import dev.peregrine.latency.rig.ResultFiles;
import dev.peregrine.latency.scratch.ScratchDirectory;
import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import dev.peregrine.report.latency.Environment;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a benchmark writes; every one takes it. */
final class OutputOption {
    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Where results.json, report.html and histograms are written. Default: a"
                            + " directory of the benchmark's name in the project's results/.")
    private Path out;

    /**
     * A report into the directory.
     *
     * @param name of the benchmark
     * @throws UserException when the directory cannot be made
     */
    BenchReport report(String name, PrintWriter writer) {
        ScratchDirectory.deleteWhenInterrupted();
        Path directory = out == null ? Installation.root().resolve("results").resolve(name) : out;
        try {
            return new BenchReport(new ResultFiles(directory, Environment.capture()), writer);
        } catch (IOException e) {
            throw new UserException(
                    ExitCode.USAGE, "--out is " + directory + ": cannot be made there", e);
        }
    }
}
