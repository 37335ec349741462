package dev.peregrine.latency.bench;

import dev.peregrine.latency.engine.FeatureBenchmark;
import dev.peregrine.latency.engine.FeatureFigures;
import dev.peregrine.latency.scratch.ScratchDirectory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/** Features alone, by JMH, each size in a JVM of its own with the flags of this one. */
final class FeatureBench {
    private final BenchReport report;
    private final long events;
    private final double skew;

    /**
     * @param events before the first that is measured; 0 for ten a card
     * @param skew of the Zipf distribution of cards
     */
    FeatureBench(BenchReport report, long events, double skew) {
        this.report = report;
        this.events = events;
        this.skew = skew;
    }

    /** Measures every number of cards with every number of features, and prints tables. */
    void run(int[] cards, int[] features) throws RunnerException, IOException {
        report.say("features alone, by JMH: a million cards take some minutes");
        List<FeatureResult> results = new ArrayList<>();
        try (ScratchDirectory scratch = ScratchDirectory.create("features")) {
            Path directory = scratch.path();
            for (RunResult result : measure(cards, features, directory)) {
                int ofCards = Integer.parseInt(result.getParams().getParam("cards"));
                int ofFeatures = Integer.parseInt(result.getParams().getParam("features"));
                Statistics times = result.getPrimaryResult().getStatistics();
                results.add(
                        new FeatureResult(
                                ofCards,
                                ofFeatures,
                                times.getPercentile(50),
                                times.getMin(),
                                times.getMax(),
                                FeatureFigures.read(directory, ofCards, ofFeatures)));
            }
        }
        new FeatureTables(report, skew).print(results);
    }

    private Iterable<RunResult> measure(int[] cards, int[] features, Path directory)
            throws RunnerException {
        return new Runner(
                        new OptionsBuilder()
                                .include(FeatureBenchmark.class.getName())
                                .param("cards", texts(cards))
                                .param("features", texts(features))
                                .param("events", Long.toString(events))
                                .param("skew", Double.toString(skew))
                                .jvmArgs(
                                        ManagementFactory.getRuntimeMXBean()
                                                .getInputArguments()
                                                .toArray(new String[0]))
                                .jvmArgsAppend("-D" + FeatureFigures.DIRECTORY + "=" + directory)
                                .shouldFailOnError(true)
                                .verbosity(VerboseMode.SILENT)
                                .build())
                .run();
    }

    private static String[] texts(int[] values) {
        return Arrays.stream(values).mapToObj(Integer::toString).toArray(String[]::new);
    }
}
