package dev.peregrine.latency.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.peregrine.latency.engine.ModelBenchmark;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Models alone, by JMH, by our scorer and by their own libraries, with the flags of this JVM. */
final class ModelBench {
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    private final BenchReport report;

    ModelBench(BenchReport report) {
        this.report = report;
    }

    /** Runs all scorers with every number of trees and prints a table. */
    void run() throws RunnerException {
        report.say("models alone, by JMH: takes some minutes");
        Map<Integer, Map<String, RunResult>> results = new TreeMap<>();
        for (RunResult result : measure()) {
            String benchmark = result.getParams().getBenchmark();
            results.computeIfAbsent(
                            Integer.valueOf(result.getParams().getParam("trees")),
                            trees -> new HashMap<>())
                    .put(benchmark.substring(benchmark.lastIndexOf('.') + 1), result);
        }
        report.say("");
        report.say(
                "| trees | LightGBM model | lightgbm4j | ratio | XGBoost model | xgboost4j | ratio"
                        + " | allocated |");
        report.say("| --- | --- | --- | --- | --- | --- | --- | --- |");
        results.forEach(this::print);
    }

    private static Iterable<RunResult> measure() throws RunnerException {
        return new Runner(
                        new OptionsBuilder()
                                .include(ModelBenchmark.class.getName())
                                .jvmArgs(
                                        ManagementFactory.getRuntimeMXBean()
                                                .getInputArguments()
                                                .toArray(new String[0]))
                                .addProfiler(GCProfiler.class)
                                .shouldFailOnError(true)
                                .verbosity(VerboseMode.SILENT)
                                .build())
                .run();
    }

    private void print(int trees, Map<String, RunResult> results) {
        ObjectNode node = report.root().withObjectProperty("trees_" + trees);
        results.forEach((name, result) -> write(node.withObjectProperty(name), result));
        double lightGbm = meanNs(results.get("lightGbmByPeregrine"));
        double lightGbmItself = meanNs(results.get("lightGbmByItself"));
        double xgBoost = meanNs(results.get("xgBoostByPeregrine"));
        double xgBoostItself = meanNs(results.get("xgBoostByItself"));
        report.say(
                String.format(
                        Locale.ROOT,
                        "| %,d | %,.0f ns | %,.0f ns | 1 : %,.1f | %,.0f ns | %,.0f ns | 1 : %,.1f"
                                + " | %,.0f B |",
                        trees,
                        lightGbm,
                        lightGbmItself,
                        lightGbmItself / lightGbm,
                        xgBoost,
                        xgBoostItself,
                        xgBoostItself / xgBoost,
                        allocated(results.get("lightGbmByPeregrine"))
                                + allocated(results.get("xgBoostByPeregrine"))));
    }

    private static void write(ObjectNode node, RunResult result) {
        node.put("mean_ns", meanNs(result))
                .put("error_ns", result.getPrimaryResult().getScoreError())
                .put("samples", result.getPrimaryResult().getSampleCount())
                .put("allocated_bytes", allocated(result));
    }

    private static double meanNs(RunResult result) {
        return result.getPrimaryResult().getScore();
    }

    private static double allocated(RunResult result) {
        Result<?> allocation = result.getSecondaryResults().get(ALLOCATION);
        return allocation == null ? Double.NaN : allocation.getScore();
    }
}
