package dev.peregrine.latency.journal;

import dev.peregrine.latency.rig.ResultFiles;
import dev.peregrine.report.latency.IntervalLog;
import dev.peregrine.report.latency.Measurement;
import dev.peregrine.report.latency.Percentiles;
import dev.peregrine.report.latency.Repetition;
import dev.peregrine.report.latency.StageFigure;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** Restarts of a killed node as a measurement: each is a repetition with one latency. */
final class RecoveryMeasurement {
    private static final double NS = 1e9;
    private static final double MS = 1e3;
    private static final String WHOLE = "latency";
    private static final Map<String, ToDoubleFunction<RestartedNode.Times>> STAGES = stages();

    private RecoveryMeasurement() {}

    private static Map<String, ToDoubleFunction<RestartedNode.Times>> stages() {
        Map<String, ToDoubleFunction<RestartedNode.Times>> stages = new LinkedHashMap<>();
        stages.put("driver and archive", RestartedNode.Times::machine);
        stages.put("rest of the snapshot", RestartedNode.Times::waited);
        stages.put("replay", RestartedNode.Times::replayed);
        stages.put("warm-up", RestartedNode.Times::warmUp);
        stages.put("JVM, policies, HTTP", RestartedNode.Times::rest);
        return stages;
    }

    private static String name(long cards) {
        return "recovery-" + cards;
    }

    static Measurement of(long cards, List<RestartedNode.Times> times) {
        return Measurement.builder(
                        name(cards),
                        "first decision after kill -9, " + cards + " cards",
                        "the process's start, the snapshot, driver and archive, 100,000 events"
                                + " replayed, warm-up, one request over HTTP")
                .from("the start of the process")
                .repetitions(times.stream().map(RecoveryMeasurement::repetition).toList())
                .latencies(histogram(times, RestartedNode.Times::total))
                .stages(
                        STAGES.entrySet().stream()
                                .map(
                                        stage ->
                                                StageFigure.of(
                                                        stage.getKey(),
                                                        stage.getKey(),
                                                        histogram(times, stage.getValue())))
                                .toList())
                .build();
    }

    /** Writes the histogram, and an interval log with an interval for each restart. */
    static void write(long cards, List<RestartedNode.Times> times, ResultFiles files)
            throws IOException {
        files.histogram(name(cards), histogram(times, RestartedNode.Times::total));
        try (IntervalLog log = files.intervalLog(name(cards))) {
            for (RestartedNode.Times restart : times) {
                write(log, WHOLE, restart, RestartedNode.Times::total);
                STAGES.forEach(
                        (stage, part) -> write(log, stage.replaceAll("\\W+", "_"), restart, part));
            }
        }
    }

    private static void write(
            IntervalLog log,
            String tag,
            RestartedNode.Times restart,
            ToDoubleFunction<RestartedNode.Times> part) {
        Histogram histogram = histogram(List.of(restart), part);
        histogram.setStartTimeStamp(restart.startMs());
        histogram.setEndTimeStamp(restart.startMs() + (long) (MS * restart.total()));
        log.write(tag, histogram);
    }

    private static Repetition repetition(RestartedNode.Times restart) {
        Percentiles total = Percentiles.of(histogram(List.of(restart), RestartedNode.Times::total));
        return new Repetition(0, 1, 1, 0, 0, 0, total);
    }

    private static Histogram histogram(
            List<RestartedNode.Times> times, ToDoubleFunction<RestartedNode.Times> part) {
        Histogram histogram = new Histogram(TimeUnit.HOURS.toNanos(1), 3);
        times.forEach(t -> histogram.recordValue((long) (NS * Math.max(0, part.applyAsDouble(t)))));
        return histogram;
    }
}
