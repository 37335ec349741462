package dev.peregrine.latency.bench;

import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What profiles take that measure a floor beside what stands on it. */
final class BaselineOptions {
    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = {
                "Results of an earlier run, or what --save-baseline wrote: fails with 12 when a",
                "measurement's ratio to its floor has grown beyond the tolerance."
            })
    private Path baseline;

    @Option(
            names = "--save-baseline",
            paramLabel = "FILE",
            description = "Write the figures of this run, for a later --baseline.")
    private Path saveBaseline;

    @Option(
            names = "--tolerance",
            paramLabel = "X",
            defaultValue = "0.5",
            description =
                    "How much a ratio to the floor may grow: 0.5 is by half. Default:"
                            + " ${DEFAULT-VALUE}.")
    private double tolerance;

    /** Whether one is to be read or written. */
    boolean isAsked() {
        return baseline != null || saveBaseline != null;
    }

    /**
     * Refuses what cannot be used in the end, before anything is measured.
     *
     * @param title of the profile's runs
     * @throws UserException which says what is wrong
     */
    void check(String title) {
        BaselineGate.check(baseline, tolerance, title);
        if (saveBaseline != null) {
            Path directory = saveBaseline.toAbsolutePath().normalize().getParent();
            if (directory == null
                    || !Files.isWritable(directory)
                    || Files.isDirectory(saveBaseline)) {
                throw new UserException(
                        ExitCode.USAGE,
                        "--save-baseline is " + saveBaseline + ": cannot be written there");
            }
        }
    }

    /**
     * Concludes the report and holds it against the baseline, if there is one.
     *
     * @return the process' exit code
     */
    ExitCode conclude(BenchReport report, String title) throws IOException {
        boolean complete = report.conclude(title);
        if (saveBaseline != null) {
            report.results(title).figuresOnly().write(saveBaseline);
            report.say("written: " + saveBaseline);
        }
        if (!complete) {
            return ExitCode.FAILURE;
        }
        return BaselineGate.passes(baseline, tolerance, report, title)
                ? ExitCode.OK
                : ExitCode.GATE_FAILED;
    }
}
