package dev.peregrine.latency.bench;

import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import dev.peregrine.report.latency.Measurement;
import dev.peregrine.report.latency.Percentiles;
import dev.peregrine.report.latency.RunResults;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * Holds a run against an earlier one, by what does not change with the machine: how many times its
 * floor's latency a measurement takes. Compared are the medians' ratio and the 99th percentiles',
 * each by the repetition in which it was least, since noise only ever adds. Tails differ more from
 * run to run than medians do: the 99th percentiles' ratio may grow by {@value #TAIL} times as much.
 */
final class BaselineGate {
    private static final double TAIL = 3;

    private BaselineGate() {}

    /**
     * Refuses a baseline that cannot be used, before anything is measured.
     *
     * @param file null for none
     * @param title of the runs that it is to be of
     */
    static void check(Path file, double tolerance, String title) {
        if (!(tolerance >= 0)) {
            throw new UserException(
                    ExitCode.USAGE, "--tolerance is " + tolerance + ": must be 0 or more");
        }
        if (file == null) {
            return;
        }
        RunResults baseline = read(file);
        if (!title.equals(baseline.title())) {
            throw new UserException(
                    ExitCode.BAD_INPUT,
                    file + " is of " + baseline.title() + ": must be of " + title);
        }
        if (baseline.measurements().stream().noneMatch(m -> isMeasured(baseline, m))) {
            throw new UserException(
                    ExitCode.BAD_INPUT,
                    file + ": no measurement with a floor, and latencies of both");
        }
    }

    /**
     * Whether a report's figures pass; says what each ratio was and is.
     *
     * @param file null for no baseline, which lets everything pass
     */
    static boolean passes(Path file, double tolerance, BenchReport report, String title) {
        return file == null || passes(read(file), report.results(title), tolerance, report::say);
    }

    /** Whether what both runs have measured has not become slower beyond the tolerance. */
    static boolean passes(
            RunResults baseline, RunResults run, double tolerance, Consumer<String> out) {
        List<String> failures = new ArrayList<>();
        int compared = 0;
        out.accept("");
        out.accept(
                String.format(
                        Locale.ROOT,
                        "Ratios to the floor, then and now (+%.0f %% is allowed, of p99 +%.0f %%):",
                        100 * tolerance,
                        100 * TAIL * tolerance));
        for (Measurement now : run.measurements()) {
            Measurement then = baseline.measurement(now.name()).orElse(null);
            if (then == null
                    || !Objects.equals(then.floor(), now.floor())
                    || !isMeasured(baseline, then)
                    || !isMeasured(run, now)) {
                continue;
            }
            Measurement floorThen = baseline.floorOf(then).orElseThrow();
            Measurement floorNow = run.floorOf(now).orElseThrow();
            compared++;
            compare(
                    then,
                    floorThen,
                    now,
                    floorNow,
                    "p50",
                    Percentiles::p50Us,
                    tolerance,
                    failures,
                    out);
            compare(
                    then,
                    floorThen,
                    now,
                    floorNow,
                    "p99",
                    Percentiles::p99Us,
                    TAIL * tolerance,
                    failures,
                    out);
        }
        if (compared == 0) {
            throw new UserException(
                    ExitCode.BAD_INPUT,
                    "the baseline has no measurement of this run, over the same floor");
        }
        failures.forEach(failure -> out.accept("SLOWER: " + failure));
        return failures.isEmpty();
    }

    private static void compare(
            Measurement then,
            Measurement floorThen,
            Measurement now,
            Measurement floorNow,
            String percentile,
            ToDoubleFunction<Percentiles> figure,
            double tolerance,
            List<String> failures,
            Consumer<String> out) {
        double before = then.spread(figure).least() / floorThen.spread(figure).least();
        double after = now.spread(figure).least() / floorNow.spread(figure).least();
        String line =
                String.format(
                        Locale.ROOT,
                        "%s %s / %s: %.2f, %.2f",
                        now.name(),
                        percentile,
                        floorNow.name(),
                        before,
                        after);
        out.accept("  " + line);
        if (after > before * (1 + tolerance)) {
            failures.add(line);
        }
    }

    /** Whether there is something to divide by something. */
    private static boolean isMeasured(RunResults results, Measurement measurement) {
        return measurement.spread(Percentiles::p50Us).least() > 0
                && results.floorOf(measurement)
                        .filter(floor -> floor.spread(Percentiles::p50Us).least() > 0)
                        .isPresent();
    }

    private static RunResults read(Path file) {
        try {
            return RunResults.read(file);
        } catch (IOException e) {
            throw new UserException(ExitCode.BAD_INPUT, e.getMessage(), e);
        }
    }
}
