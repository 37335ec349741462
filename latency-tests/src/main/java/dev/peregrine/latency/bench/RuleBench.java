package dev.peregrine.latency.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.peregrine.latency.engine.RuleBenchmark;
import java.lang.management.ManagementFactory;
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

/** Rules alone, by JMH, compiled and on CEL's own evaluator, with the flags of this JVM. */
final class RuleBench {
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    private final BenchReport report;

    RuleBench(BenchReport report) {
        this.report = report;
    }

    private record Times(RunResult compiled, RunResult cel) {}

    /** Runs both evaluators with every number of rules and prints a table. */
    void run() throws RunnerException {
        report.say("rules alone, by JMH: takes some minutes");
        Map<Integer, Times> results = new TreeMap<>();
        for (RunResult result : measure()) {
            boolean compiled = result.getParams().getBenchmark().endsWith(".compiled");
            results.merge(
                    Integer.valueOf(result.getParams().getParam("rules")),
                    compiled ? new Times(result, null) : new Times(null, result),
                    (one, other) ->
                            new Times(
                                    one.compiled() == null ? other.compiled() : one.compiled(),
                                    one.cel() == null ? other.cel() : one.cel()));
        }
        report.say("");
        report.say("| rules | compiled | allocated | CEL's own evaluator | allocated | ratio |");
        report.say("| --- | --- | --- | --- | --- | --- |");
        results.forEach(this::print);
    }

    private static Iterable<RunResult> measure() throws RunnerException {
        return new Runner(
                        new OptionsBuilder()
                                .include(RuleBenchmark.class.getName())
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

    private void print(int rules, Times times) {
        ObjectNode node = report.root().withObjectProperty("rules_" + rules);
        write(node.withObjectProperty("compiled"), times.compiled());
        write(node.withObjectProperty("cel"), times.cel());
        double compiledNs = times.compiled().getPrimaryResult().getScore();
        double celNs = times.cel().getPrimaryResult().getScore();
        report.say(
                String.format(
                        Locale.ROOT,
                        "| %,d | %,.0f ns | %,.0f B | %,.0f ns | %,.0f B | 1 : %,.0f |",
                        rules,
                        compiledNs,
                        allocated(times.compiled()),
                        celNs,
                        allocated(times.cel()),
                        celNs / compiledNs));
    }

    private static void write(ObjectNode node, RunResult result) {
        node.put("mean_ns", result.getPrimaryResult().getScore())
                .put("error_ns", result.getPrimaryResult().getScoreError())
                .put("samples", result.getPrimaryResult().getSampleCount())
                .put("allocated_bytes", allocated(result));
    }

    private static double allocated(RunResult result) {
        Result<?> allocation = result.getSecondaryResults().get(ALLOCATION);
        return allocation == null ? Double.NaN : allocation.getScore();
    }
}
