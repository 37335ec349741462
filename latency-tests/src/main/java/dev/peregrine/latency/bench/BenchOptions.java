package dev.peregrine.latency.bench;

import dev.peregrine.latency.embedded.Installation;
import dev.peregrine.latency.rig.LoadPlan;
import dev.peregrine.latency.rig.ResultFiles;
import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What every benchmark under load takes. */
final class BenchOptions {
    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "30",
            description = "Seconds to measure, after the warm-up. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "15",
            description = "Seconds of load before anything is recorded. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where results are written. Default: the project's results/.")
    private Path out;

    LoadPlan plan(double rate) {
        if (seconds < 1 || warmUp < 0 || rate < 1) {
            throw new UserException(
                    ExitCode.USAGE,
                    "--seconds is "
                            + seconds
                            + ", --warm-up "
                            + warmUp
                            + ", the rate "
                            + rate
                            + ": must be at least 1, 0 and 1");
        }
        return new LoadPlan(rate, warmUp, seconds);
    }

    int seconds() {
        return seconds;
    }

    int warmUpSeconds() {
        return warmUp;
    }

    ResultFiles files() throws IOException {
        return new ResultFiles(out == null ? Installation.root().resolve("results") : out);
    }
}
