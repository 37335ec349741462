package dev.peregrine.latency.overload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.peregrine.latency.rig.LoadResult;
import dev.peregrine.latency.rig.ResultFiles;
import dev.peregrine.latency.rig.RigPlan;
import dev.peregrine.latency.rig.Watched;
import dev.peregrine.report.latency.Measurement;
import dev.peregrine.report.latency.MeasurementBuilder;
import dev.peregrine.report.latency.Percentiles;
import dev.peregrine.report.latency.Repetition;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What came of a stretch of load.
 *
 * @param name of the stretch
 * @param ratePerSecond requests a second
 * @param withStandIns whether the policy has any
 * @param watched all answers
 * @param answers latencies by their kind, nanoseconds from the planned time of sending
 * @param heapBytes used after a garbage collection at the end
 * @param directBytes memory outside the heap that buffers hold at the end
 */
public record OverloadPhase(
        String name,
        double ratePerSecond,
        boolean withStandIns,
        Watched watched,
        Map<Answer, Histogram> answers,
        long heapBytes,
        long directBytes) {
    private static final double NS_PER_MS = 1e6;
    private static final double MB = 1 << 20;

    /** Heap in use after a garbage collection, bytes. */
    static long heapAfterCollection() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Memory that the JVM's and Netty's buffers hold outside the heap, bytes. */
    static long direct() {
        long jvm =
                ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .filter(pool -> pool.getName().equals("direct"))
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum();
        return jvm + Math.max(0, PlatformDependent.usedDirectMemory());
    }

    /** Name of the measurement of all answers of a stretch. */
    static String measurementName(boolean withStandIns, String stretch) {
        return (withStandIns ? "stand-in-policy-" : "plain-policy-") + stretch;
    }

    /** A latency in milliseconds. */
    public static double ms(Histogram latencies, double percentile) {
        return latencies.getValueAtPercentile(percentile) / NS_PER_MS;
    }

    /** Requests sent. */
    public long sent() {
        return watched.result().sent();
    }

    /** Latencies of a kind of answer, nanoseconds. */
    public Histogram latencies(Answer answer) {
        return answers.get(answer);
    }

    /** Requests without an answer, or with one of no kind that there should be. */
    public long unanswered() {
        return sent() - answers.values().stream().mapToLong(Histogram::getTotalCount).sum();
    }

    /** As a row of the table. */
    public String row() {
        return String.format(
                Locale.ROOT,
                "| %s | %,.0f/s | %s | %s | %s | %.1f MB | %.1f MB |",
                name,
                ratePerSecond,
                cell(Answer.DECIDED),
                cell(Answer.STAND_IN),
                cell(Answer.REFUSED),
                heapBytes / MB,
                directBytes / MB);
    }

    private String cell(Answer answer) {
        Histogram latencies = latencies(answer);
        return latencies.getTotalCount() == 0
                ? "none"
                : String.format(
                        Locale.ROOT,
                        "%,d; %.1f, %.1f ms",
                        latencies.getTotalCount(),
                        ms(latencies, 50),
                        ms(latencies, 99));
    }

    /** The latencies of all answers, with their course and stages, and of each kind. */
    public List<Measurement> measurements(RigPlan plan) {
        List<Measurement> measurements = new ArrayList<>();
        LoadResult result = watched.result();
        measurements.add(
                begin("", "all answers", result.latencies(), sent(), unanswered(), plan)
                        .stages(watched.stageFigures())
                        .series(watched.series())
                        .figures(Map.of("heap_after_gc_bytes", (double) heapBytes))
                        .build());
        answers.forEach(
                (answer, latencies) -> {
                    if (latencies.getTotalCount() > 0) {
                        measurements.add(
                                begin(
                                                "-" + answer.label(),
                                                answer.label(),
                                                latencies,
                                                latencies.getTotalCount(),
                                                0,
                                                plan)
                                        .build());
                    }
                });
        return measurements;
    }

    private MeasurementBuilder begin(
            String suffix,
            String what,
            Histogram latencies,
            long sent,
            long unanswered,
            RigPlan plan) {
        LoadResult result = watched.result();
        return Measurement.builder(
                        measurementName(withStandIns, name) + suffix,
                        name + (withStandIns ? ", with stand-ins: " : ": ") + what,
                        "loopback, HTTP, gateway, a policy "
                                + (withStandIns ? "with" : "without")
                                + " stand-ins, an engine made slow; of what was asked for, what"
                                + " was answered so")
                .rate(ratePerSecond)
                .seconds(plan.warmUpSeconds(), plan.seconds())
                .repetitions(
                        List.of(
                                new Repetition(
                                        result.achievedRate(),
                                        sent,
                                        sent - unanswered,
                                        0,
                                        result.missedSchedules(),
                                        result.backPressured(),
                                        Percentiles.of(latencies))))
                .latencies(latencies);
    }

    /** Writes a histogram for each measurement. */
    void writeHistograms(ResultFiles files) throws IOException {
        String all = measurementName(withStandIns, name);
        files.histogram(all, watched.result().latencies());
        for (Answer answer : Answer.values()) {
            if (latencies(answer).getTotalCount() > 0) {
                files.histogram(all + "-" + answer.label(), latencies(answer));
            }
        }
    }

    /** As a result. */
    public void writeTo(ObjectNode node) {
        node.put("name", name)
                .put("rate_per_second", ratePerSecond)
                .put("sent", sent())
                .put("unanswered", unanswered())
                .put("heap_after_gc_bytes", heapBytes)
                .put("direct_bytes", directBytes);
        write(node.putObject("accepted"), latencies(Answer.DECIDED));
        write(node.putObject("stand_ins"), latencies(Answer.STAND_IN));
        write(node.putObject("refused"), latencies(Answer.REFUSED));
    }

    private static void write(ObjectNode node, Histogram latencies) {
        node.put("count", latencies.getTotalCount());
        if (latencies.getTotalCount() > 0) {
            node.put("p50_ms", ms(latencies, 50))
                    .put("p99_ms", ms(latencies, 99))
                    .put("max_ms", ms(latencies, 100));
        }
    }
}
