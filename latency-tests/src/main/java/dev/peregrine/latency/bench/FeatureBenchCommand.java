package dev.peregrine.latency.bench;

import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "features",
        description = {
            "Features alone, of policies/reference: events a second on one core, and memory, by JMH.",
            "A million cards take some 7 GB outside the heap and some minutes."
        })
final class FeatureBenchCommand implements Callable<Integer> {
    private static final int MAX_CARDS = 10_000_000;
    private static final int MAX_FEATURES = 480;

    @Option(
            names = "--cards",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Number of cards. Default: ${DEFAULT-VALUE}.")
    private int cards;

    @Option(
            names = "--features",
            paramLabel = "N",
            defaultValue = "60",
            description =
                    "The first N features of the bundle; above 60, the same ones over further"
                            + " windows as well. Default: ${DEFAULT-VALUE}.")
    private int features;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "0",
            description = "Events before the first that is measured. Default: 10 a card.")
    private long events;

    @Option(
            names = "--skew",
            paramLabel = "S",
            defaultValue = "0.99",
            description = "Exponent of the cards' Zipf distribution. Default: ${DEFAULT-VALUE}.")
    private double skew;

    @Option(
            names = "--table",
            description =
                    "10,000, 100,000 and 1,000,000 cards by 10, 60 and 200 features, and what"
                            + " follows for 10,000,000 cards.")
    private boolean table;

    @Mixin private OutputOption output;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        check("--cards", cards, 1_000, MAX_CARDS);
        check("--features", features, 1, MAX_FEATURES);
        check("--events", events, 0, Integer.MAX_VALUE);
        if (!(skew >= 0.1 && skew <= 2)) {
            throw new UserException(ExitCode.USAGE, "--skew is " + skew + ": must be 0.1 to 2");
        }
        BenchReport report = output.report("features", spec.commandLine().getOut());
        FeatureBench bench = new FeatureBench(report, events, skew);
        if (table) {
            bench.run(new int[] {10_000, 100_000, 1_000_000}, new int[] {10, 60, 200});
        } else {
            bench.run(new int[] {cards}, new int[] {features});
        }
        report.conclude("bench features");
        return ExitCode.OK.code();
    }

    private static void check(String option, long value, long from, long to) {
        if (value < from || value > to) {
            throw new UserException(
                    ExitCode.USAGE, option + " is " + value + ": must be " + from + " to " + to);
        }
    }
}
