package dev.peregrine.report.latency;

import dev.peregrine.report.page.Axis;
import dev.peregrine.report.page.Chart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** The charts of latency reports. */
final class LatencyCharts {
    private static final double LEAST_US = 0.01;

    private LatencyCharts() {}

    /** Percentile curves over each other, by their names. */
    static String percentiles(String id, String title, Map<String, List<CurvePoint>> curves) {
        double least = Double.MAX_VALUE;
        double most = 1;
        double last = 99;
        for (List<CurvePoint> curve : curves.values()) {
            for (CurvePoint point : curve) {
                least = Math.min(least, point.us());
                most = Math.max(most, point.us());
                last = Math.max(last, point.percentile());
            }
        }
        Chart chart =
                new Chart(id, title, "percentile", "latency")
                        .axes(Axis.percentiles(last), logarithmic(least, most));
        curves.forEach(
                (name, curve) ->
                        chart.line(
                                name,
                                values(curve, CurvePoint::percentile),
                                values(curve, p -> Math.max(LEAST_US, p.us()))));
        return chart.svg("", "");
    }

    /** Latency over time: median, 99th percentile and greatest. */
    static String latencies(String id, String title, List<SeriesPoint> series) {
        List<SeriesPoint> answered = series.stream().filter(p -> p.count() > 0).toList();
        double least = answered.stream().mapToDouble(SeriesPoint::p50Us).min().orElse(1);
        double most = answered.stream().mapToDouble(SeriesPoint::maxUs).max().orElse(1);
        double[] times = values(answered, SeriesPoint::timeMs);
        return new Chart(id, title, "time, UTC", "latency in each interval")
                .axes(time(series), logarithmic(least, most))
                .line("p50", times, values(answered, SeriesPoint::p50Us))
                .line("p99", times, values(answered, SeriesPoint::p99Us))
                .line("max", times, values(answered, SeriesPoint::maxUs))
                .svg("", "");
    }

    /** What the machine, its host and the JVM kept for themselves, over time. */
    static String machine(String id, String title, List<SeriesPoint> series) {
        double[] times = values(series, SeriesPoint::timeMs);
        ToDoubleFunction<SeriesPoint> gcUs = p -> p.gcMs() * 1e3;
        ToDoubleFunction<SeriesPoint> stolenUs = p -> p.stolenMs() * 1e3;
        double most =
                series.stream()
                        .flatMapToDouble(
                                p ->
                                        DoubleStream.of(
                                                p.hiccupUs(),
                                                gcUs.applyAsDouble(p),
                                                stolenUs.applyAsDouble(p)))
                        .max()
                        .orElse(1);
        return new Chart(id, title, "time, UTC", "stopped in each interval")
                .axes(time(series), logarithmic(1, Math.max(10, most)))
                .line("longest hiccup of the machine", times, values(series, SeriesPoint::hiccupUs))
                .line("garbage collection", times, values(series, gcUs))
                .line("steal time of all processors", times, values(series, stolenUs))
                .svg("", "");
    }

    /**
     * Latency over the rate, with the knee.
     *
     * @param sweep the lowest rate first
     */
    static String sweep(String id, String title, List<Measurement> sweep) {
        double most = sweep.get(sweep.size() - 1).ratePlanned();
        double least = Double.MAX_VALUE;
        double greatest = 1;
        for (Measurement m : sweep) {
            least = Math.min(least, m.spread(Percentiles::p50Us).least());
            greatest = Math.max(greatest, m.spread(Percentiles::p999Us).most());
        }
        double[] rates = values(sweep, Measurement::ratePlanned);
        Chart chart =
                new Chart(id, title, "rate, a second", "latency")
                        .axes(Axis.linear(most), logarithmic(least, greatest))
                        .line("p50", rates, medians(sweep, Percentiles::p50Us))
                        .line("p99", rates, medians(sweep, Percentiles::p99Us))
                        .line("p99.9", rates, medians(sweep, Percentiles::p999Us));
        Optional<Measurement> knee = Knee.of(sweep);
        knee.ifPresent(
                m -> chart.mark(m.ratePlanned(), "knee: " + Times.perSecond(m.ratePlanned())));
        return chart.svg("", "");
    }

    private static double[] medians(List<Measurement> sweep, ToDoubleFunction<Percentiles> figure) {
        return values(sweep, m -> m.spread(figure).median());
    }

    private static Axis logarithmic(double leastUs, double mostUs) {
        return Axis.logarithmic(Math.max(LEAST_US, leastUs), Math.max(1, mostUs), Times::power);
    }

    private static Axis time(List<SeriesPoint> series) {
        SeriesPoint last = series.get(series.size() - 1);
        return Axis.time(series.get(0).timeMs(), last.timeMs() + last.lengthMs());
    }

    private static <T> double[] values(List<T> from, ToDoubleFunction<T> value) {
        return new ArrayList<>(from).stream().mapToDouble(value).toArray();
    }
}
