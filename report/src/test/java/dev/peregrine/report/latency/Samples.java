package dev.peregrine.report.latency;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.HdrHistogram.Histogram;

/** Results as a run makes them, from a seed. */
final class Samples {
    static final long START_MS = 1_795_000_000_000L;

    private Samples() {}

    /** Log-normal latencies around a median. */
    static Histogram latencies(long seed, double medianUs, int count) {
        Random random = new Random(seed);
        Histogram histogram = new Histogram(60_000_000_000L, 3);
        for (int i = 0; i < count; i++) {
            histogram.recordValue((long) (1e3 * medianUs * Math.exp(random.nextGaussian() * 0.4)));
        }
        return histogram;
    }

    static Measurement measurement(
            String name, String floor, String sweep, double rate, double achieved, double us) {
        Histogram all = new Histogram(60_000_000_000L, 3);
        List<Repetition> repetitions = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Histogram one = latencies(i, us * (1 + i * 0.1), 20_000);
            all.add(one);
            repetitions.add(new Repetition(achieved, 20_000, 20_000, 0, i, 0, Percentiles.of(one)));
        }
        List<SeriesPoint> series = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            series.add(
                    new SeriesPoint(
                            START_MS + i * 1000L,
                            1000,
                            1000,
                            us,
                            us * 3,
                            us * (10 + i % 7),
                            80 + i,
                            i % 20 == 0 ? 4 : 0,
                            i % 30 == 0 ? 20 : 0));
        }
        List<StageFigure> stages =
                List.of(
                        StageFigure.of("journal", "the journal", latencies(7, us / 5, 5_000)),
                        StageFigure.of("engine", "the <engine>", latencies(8, us / 3, 5_000)),
                        StageFigure.of("engine: rules", "the rules", latencies(9, us / 9, 500)));
        return Measurement.builder(
                        name,
                        "measurement " + name,
                        "Aeron ipc both ways, journal (recorded, no fsync), 2 cores")
                .floor(floor)
                .sweep(sweep)
                .rate(rate)
                .seconds(5, 20)
                .repetitions(repetitions)
                .latencies(all)
                .stages(stages)
                .series(series)
                .figures(Map.of("maximum_per_second", 1234.0))
                .build();
    }

    static RunResults run(double us) {
        return new RunResults(
                RunResults.FORMAT,
                "bench ipc",
                Environment.capture(),
                List.of(
                        measurement("echo", null, null, 1000, 1000, 60),
                        measurement("decision", "echo", null, 1000, 1000, us),
                        measurement("at-1000", null, "scale", 1000, 1000, us),
                        measurement("at-2000", null, "scale", 2000, 2000, us * 2),
                        measurement("at-4000", null, "scale", 4000, 3990, us * 4),
                        measurement("at-8000", null, "scale", 8000, 6000, us * 100)),
                List.of("A note."),
                JsonNodeFactory.instance.objectNode().put("replay_per_second", 5));
    }
}
