package dev.peregrine.latency.overload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.peregrine.latency.rig.RigPlan;
import dev.peregrine.report.latency.CurvePoint;
import dev.peregrine.report.latency.Measurement;
import dev.peregrine.report.latency.Percentiles;
import dev.peregrine.report.latency.Repetition;
import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What came of a stretch of load.
 *
 * @param name of the stretch
 * @param ratePerSecond requests a second
 * @param sent requests
 * @param unanswered requests without an answer, or with one of another kind
 * @param missedSchedules requests that left more than 1 ms late
 * @param achievedRate requests a second that left
 * @param accepted latencies of the engine's decisions, nanoseconds
 * @param standIns latencies of stand-ins
 * @param refused latencies of 429 and 503
 * @param heapBytes used after a garbage collection at the end
 * @param directBytes memory outside the heap that buffers hold at the end
 */
public record OverloadPhase(
        String name,
        double ratePerSecond,
        long sent,
        long unanswered,
        long missedSchedules,
        double achievedRate,
        Histogram accepted,
        Histogram standIns,
        Histogram refused,
        long heapBytes,
        long directBytes) {
    private static final double NS_PER_MS = 1e6;
    private static final double MB = 1 << 20;

    /** Latencies up to a minute, with three digits. */
    static Histogram latencies() {
        return new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
    }

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

    /** A latency in milliseconds. */
    public static double ms(Histogram latencies, double percentile) {
        return latencies.getValueAtPercentile(percentile) / NS_PER_MS;
    }

    /** As a row of the table. */
    public String row() {
        return String.format(
                Locale.ROOT,
                "| %s | %,.0f/s | %s | %s | %s | %.1f MB | %.1f MB |",
                name,
                ratePerSecond,
                cell(accepted),
                cell(standIns),
                cell(refused),
                heapBytes / MB,
                directBytes / MB);
    }

    private static String cell(Histogram latencies) {
        return latencies.getTotalCount() == 0
                ? "none"
                : String.format(
                        Locale.ROOT,
                        "%,d; %.1f, %.1f ms",
                        latencies.getTotalCount(),
                        ms(latencies, 50),
                        ms(latencies, 99));
    }

    /** The latencies of each kind of answer, from a request's offer, as results. */
    public List<Measurement> measurements(boolean withStandIns, RigPlan plan) {
        List<Measurement> measurements = new ArrayList<>();
        add(measurements, "decided", accepted, withStandIns, plan);
        add(measurements, "stand-ins", standIns, withStandIns, plan);
        add(measurements, "refused", refused, withStandIns, plan);
        return measurements;
    }

    private void add(
            List<Measurement> to,
            String kind,
            Histogram latencies,
            boolean withStandIns,
            RigPlan plan) {
        if (latencies.getTotalCount() == 0) {
            return;
        }
        Percentiles latency = Percentiles.of(latencies);
        long count = latencies.getTotalCount();
        String stretch = name.replace(' ', '-');
        to.add(
                new Measurement(
                        (withStandIns ? "stand-in-policy-" : "plain-policy-")
                                + stretch
                                + "-"
                                + kind,
                        stretch + ": " + kind,
                        "loopback, HTTP, gateway, "
                                + (withStandIns ? "a policy with" : "a policy without")
                                + " stand-ins, an engine made slow; of what was asked for, what"
                                + " was answered so",
                        null,
                        null,
                        ratePerSecond,
                        plan.warmUpSeconds(),
                        plan.seconds(),
                        List.of(
                                new Repetition(
                                        achievedRate,
                                        count,
                                        count,
                                        0,
                                        missedSchedules,
                                        0,
                                        latency)),
                        latency,
                        CurvePoint.curve(latencies),
                        List.of(),
                        List.of(),
                        Map.of("heap_after_gc_bytes", (double) heapBytes)));
    }

    /** As a result. */
    public void writeTo(ObjectNode node) {
        node.put("name", name)
                .put("rate_per_second", ratePerSecond)
                .put("sent", sent)
                .put("unanswered", unanswered)
                .put("heap_after_gc_bytes", heapBytes)
                .put("direct_bytes", directBytes);
        write(node.putObject("accepted"), accepted);
        write(node.putObject("stand_ins"), standIns);
        write(node.putObject("refused"), refused);
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
