package dev.peregrine.latency.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.peregrine.latency.jmh.EngineBenchmark;
import dev.peregrine.latency.rig.RigPlan;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The engine alone, by JMH, in a JVM of its own with the flags of this one. */
final class EngineBench {
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    /** Batches of 10,000 decisions that take a second, roughly. */
    private static final int BATCHES_A_SECOND = 40;

    private final RigPlan plan;
    private final BenchReport report;

    EngineBench(RigPlan plan, BenchReport report) {
        this.plan = plan;
        this.report = report;
    }

    /** Runs every policy and prints a table. */
    void run(List<String> policies) throws RunnerException {
        report.say("engine alone, by JMH: takes some minutes");
        Collection<RunResult> results =
                new Runner(
                                new OptionsBuilder()
                                        .include(EngineBenchmark.class.getName())
                                        .jvmArgs(jvmArguments())
                                        .addProfiler(GCProfiler.class)
                                        .param("policy", policies.toArray(new String[0]))
                                        .forks(plan.repetitions())
                                        .warmupIterations(batches(plan.warmUpSeconds()))
                                        .measurementIterations(batches(plan.seconds()))
                                        .shouldFailOnError(true)
                                        .verbosity(VerboseMode.SILENT)
                                        .build())
                        .run();
        ObjectNode node = report.root().withObjectProperty("engine");
        report.say("");
        report.say("| engine alone | mean of a decision | 99.9 % interval | allocated |");
        report.say("| --- | --- | --- | --- |");
        for (RunResult result : results) {
            String policy = result.getParams().getParam("policy");
            Result<?> primary = result.getPrimaryResult();
            Result<?> allocation = result.getSecondaryResults().get(ALLOCATION);
            double bytes = allocation == null ? Double.NaN : allocation.getScore();
            node.withObjectProperty(policy)
                    .put("mean_us", primary.getScore())
                    .put("error_us", primary.getScoreError())
                    .put("samples", primary.getSampleCount())
                    .put("allocated_bytes", bytes);
            report.say(
                    String.format(
                            Locale.ROOT,
                            "| policy %s | %.2f µs | ± %.2f | %,.0f B |",
                            policy,
                            primary.getScore(),
                            primary.getScoreError(),
                            bytes));
        }
    }

    private static int batches(double seconds) {
        return Math.max(5, (int) (BATCHES_A_SECOND * seconds));
    }

    private static String[] jvmArguments() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().toArray(new String[0]);
    }
}
