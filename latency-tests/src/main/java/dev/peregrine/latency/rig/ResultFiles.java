package dev.peregrine.latency.rig;

import dev.peregrine.report.latency.Environment;
import dev.peregrine.report.latency.IntervalLog;
import dev.peregrine.report.latency.LatencyPage;
import dev.peregrine.report.latency.RunResults;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;

/**
 * The files of a run in a directory: {@code results.json}, {@code report.html} and, for each
 * measurement, its histogram ({@code .hgrm}) and its course ({@code .hdr}).
 */
public final class ResultFiles {
    private static final double NS_PER_US = 1_000;

    private final Path directory;
    private final Environment environment;

    /** Makes the directory where it is missing. */
    public ResultFiles(Path directory, Environment environment) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.environment = environment;
    }

    /** Where the files are. */
    public Path directory() {
        return directory;
    }

    /** Where the figures come from. */
    public Environment environment() {
        return environment;
    }

    /** A new interval log of a measurement. */
    public IntervalLog intervalLog(String name) throws IOException {
        return new IntervalLog(
                directory.resolve(name + IntervalLog.SUFFIX),
                environment,
                System.currentTimeMillis());
    }

    /** Writes a histogram, in microseconds, in the form that HdrHistogram's plotter reads. */
    public Path histogram(String name, Histogram histogram) throws IOException {
        Path file = directory.resolve(name + ".hgrm");
        try (PrintStream out = new PrintStream(file.toFile(), StandardCharsets.UTF_8)) {
            histogram.outputPercentileDistribution(out, NS_PER_US);
        }
        return file;
    }

    /** Writes results and report; returns the report. */
    public Path write(RunResults results) throws IOException {
        results.write(directory.resolve(RunResults.FILE));
        return LatencyPage.write(results, directory);
    }
}
