package dev.peregrine.latency.journal;

import dev.peregrine.report.latency.CurvePoint;
import dev.peregrine.report.latency.Measurement;
import dev.peregrine.report.latency.Percentiles;
import dev.peregrine.report.latency.Repetition;
import dev.peregrine.report.latency.StageFigure;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** Restarts of a killed node as a measurement: each is a repetition with one latency. */
final class RecoveryMeasurement {
    private static final double NS = 1e9;

    private RecoveryMeasurement() {}

    static Measurement of(long cards, List<RestartedNode.Times> times) {
        Histogram all = histogram(times, RestartedNode.Times::total);
        return new Measurement(
                "recovery-" + cards,
                "first decision after kill -9",
                "the process's start, snapshot of "
                        + cards
                        + " cards, driver and archive, 100,000"
                        + " events replayed, warm-up, one request over HTTP",
                null,
                null,
                0,
                0,
                0,
                times.stream()
                        .map(
                                t ->
                                        new Repetition(
                                                0,
                                                1,
                                                1,
                                                0,
                                                0,
                                                0,
                                                Percentiles.of(
                                                        histogram(
                                                                List.of(t),
                                                                RestartedNode.Times::total))))
                        .toList(),
                Percentiles.of(all),
                CurvePoint.curve(all),
                List.of(
                        stage(times, "driver and archive", RestartedNode.Times::machine),
                        stage(times, "rest of the snapshot", RestartedNode.Times::waited),
                        stage(times, "replay", RestartedNode.Times::replayed),
                        stage(times, "warm-up", RestartedNode.Times::warmUp),
                        stage(times, "JVM, policies, HTTP", RestartedNode.Times::rest)),
                List.of(),
                Map.of());
    }

    private static StageFigure stage(
            List<RestartedNode.Times> times,
            String name,
            ToDoubleFunction<RestartedNode.Times> part) {
        return StageFigure.of(name, name, histogram(times, part));
    }

    private static Histogram histogram(
            List<RestartedNode.Times> times, ToDoubleFunction<RestartedNode.Times> part) {
        Histogram histogram = new Histogram(TimeUnit.HOURS.toNanos(1), 3);
        times.forEach(t -> histogram.recordValue((long) (NS * Math.max(0, part.applyAsDouble(t)))));
        return histogram;
    }
}
