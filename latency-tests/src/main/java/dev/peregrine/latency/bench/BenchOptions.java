package dev.peregrine.latency.bench;

import dev.peregrine.latency.rig.Rig;
import dev.peregrine.latency.rig.RigPlan;
import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every profile takes. */
final class BenchOptions {
    private static final double QUICK_SECONDS = 2;
    private static final double QUICK_WARM_UP = 3;
    private static final int QUICK_REPETITIONS = 3;

    /** Cards that a state may be made of. */
    static final double MOST_CARDS = 1e8;

    private static final double MOST_RATE = 1e7;

    @Option(
            names = "--rate",
            paramLabel = "N",
            split = ",",
            description = "Requests a second, several with commas. Default: the profile's.")
    private List<Double> rates = List.of();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "Seconds of each repetition. Default: 20.")
    private Double seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "Seconds of load before anything is recorded. Default: 10.")
    private Double warmUp;

    @Option(
            names = "--repetitions",
            paramLabel = "N",
            description = "How often each is measured; the report shows the spread. Default: 3.")
    private Integer repetitions;

    @Option(
            names = "--quick",
            description = "As little as shows a regression: 3 repetitions of 2 s, 3 s of warm-up.")
    private boolean quick;

    @Mixin private OutputOption output;

    /**
     * A number that a profile takes besides.
     *
     * @throws UserException when it is not between the two
     */
    static void check(String option, double value, double least, double greatest) {
        if (!(value >= least && value <= greatest)) {
            throw new UserException(
                    ExitCode.USAGE,
                    "%s is %s: must be %s to %s"
                            .formatted(option, text(value), text(least), text(greatest)));
        }
    }

    private static String text(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /**
     * Names of things that are measured, each once.
     *
     * @throws UserException when one is not known, or named twice
     */
    static void checkNames(String option, List<String> names, List<String> known) {
        for (String name : names) {
            if (!known.contains(name)) {
                throw new UserException(
                        ExitCode.USAGE,
                        option + " is " + name + ": must be of " + String.join(", ", known));
            }
        }
        checkDistinct(option, names);
    }

    /**
     * Things that are measured, each once.
     *
     * @throws UserException when one is named twice
     */
    static void checkDistinct(String option, List<?> values) {
        if (values.stream().distinct().count() < values.size()) {
            throw new UserException(ExitCode.USAGE, option + " has one twice: " + values);
        }
    }

    /**
     * For a profile that goes as fast as it can.
     *
     * @throws UserException when a rate was asked for
     */
    void checkNoRates() {
        if (!rates.isEmpty()) {
            throw new UserException(ExitCode.USAGE, "--rate has no meaning here");
        }
    }

    /**
     * The one rate of a profile that takes no more.
     *
     * @throws UserException when several were asked for
     */
    double rate(double byDefault) {
        List<Double> asked = rates(byDefault);
        if (asked.size() > 1) {
            throw new UserException(ExitCode.USAGE, "--rate is " + asked + ": one is taken here");
        }
        return asked.get(0);
    }

    /** Whether little time is to be spent. */
    boolean quick() {
        return quick;
    }

    /** The rates asked for, or the profile's own. */
    List<Double> rates(double... defaults) {
        List<Double> asked =
                rates.isEmpty() ? Arrays.stream(defaults).boxed().toList() : List.copyOf(rates);
        checkDistinct("--rate", asked.stream().map(Math::round).toList());
        for (double rate : asked) {
            if (!(rate >= 1 && rate <= MOST_RATE)) {
                throw new UserException(
                        ExitCode.USAGE, "--rate is " + rate + ": must be 1 to 10000000");
            }
        }
        return asked;
    }

    /** How long and how often. */
    RigPlan plan() {
        double length = seconds == null ? (quick ? QUICK_SECONDS : 20) : seconds;
        double before = warmUp == null ? (quick ? QUICK_WARM_UP : 10) : warmUp;
        int times = repetitions == null ? (quick ? QUICK_REPETITIONS : 3) : repetitions;
        if (!(length > 0) || !(before >= 0) || times < 1) {
            throw new UserException(
                    ExitCode.USAGE,
                    "--seconds is %s, --warm-up %s, --repetitions %d: must be more than 0, 0 or more, 1 or more"
                            .formatted(length, before, times));
        }
        return new RigPlan(before, length, times);
    }

    /**
     * A report into the directory that was asked for.
     *
     * @param name of the profile
     */
    BenchReport report(String name, PrintWriter out) {
        return output.report(name, out);
    }

    /** A rig that measures for a report. */
    Rig rig(BenchReport report) {
        return new Rig(plan(), report.files(), line -> report.say("  " + line));
    }
}
