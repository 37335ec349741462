package dev.peregrine.report.latency;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * What was measured, in one or more repetitions.
 *
 * @param name of the measurement, unique in its results
 * @param title for people
 * @param includes what the figure covers: journal, fsync, network, cores
 * @param from what each latency runs from; null for the planned time of sending, as in every open
 *     loop
 * @param floor name of the measurement that it stands on; null for one that stands alone
 * @param sweep name of the rate sweep that it is part of; null for none
 * @param ratePlanned requests a second; 0 where as many as went
 * @param warmUpSeconds before anything was recorded
 * @param measuredSeconds of each repetition
 * @param repetitions at least one
 * @param latency of all repetitions together
 * @param curve of all repetitions together
 * @param stages parts of the way, of all repetitions together
 * @param series in time, one repetition after the other
 * @param figures further numbers, such as the greatest rate, by name
 */
public record Measurement(
        String name,
        String title,
        String includes,
        String from,
        String floor,
        String sweep,
        double ratePlanned,
        double warmUpSeconds,
        double measuredSeconds,
        List<Repetition> repetitions,
        Percentiles latency,
        List<CurvePoint> curve,
        List<StageFigure> stages,
        List<SeriesPoint> series,
        Map<String, Double> figures) {
    /** What a file of another version does not tell is empty. */
    public Measurement {
        title = Objects.requireNonNullElse(title, name);
        includes = Objects.requireNonNullElse(includes, "");
        curve = Objects.requireNonNullElse(curve, List.of());
        stages = Objects.requireNonNullElse(stages, List.of());
        series = Objects.requireNonNullElse(series, List.of());
        figures = Objects.requireNonNullElse(figures, Map.of());
    }

    /**
     * Begins a measurement.
     *
     * @param name unique in its results
     * @param title for people
     * @param includes what the figure covers: journal, fsync, network, cores
     */
    public static MeasurementBuilder builder(String name, String title, String includes) {
        return new MeasurementBuilder(name, title, includes);
    }

    /** Whether every request of every repetition was answered without error. */
    @JsonIgnore
    public boolean isComplete() {
        return repetitions.stream().allMatch(Repetition::complete);
    }

    /** A figure over the repetitions. */
    public Spread spread(ToDoubleFunction<Percentiles> figure) {
        return Spread.of(repetitions, figure);
    }

    /** Requests that left late, in all repetitions. */
    @JsonIgnore
    public long missedSchedules() {
        return repetitions.stream().mapToLong(Repetition::missedSchedules).sum();
    }

    /** Steal time in all repetitions, milliseconds, as far as it was watched. */
    @JsonIgnore
    public double stolenMs() {
        return series.stream().mapToDouble(SeriesPoint::stolenMs).sum();
    }

    /** Requests a second that left, in the repetition that fell furthest behind. */
    @JsonIgnore
    public double rateAchieved() {
        return repetitions.stream().mapToDouble(Repetition::rateAchieved).min().orElse(0);
    }

    /** The same without what only plots need. */
    public Measurement figuresOnly() {
        return new Measurement(
                name,
                title,
                includes,
                from,
                floor,
                sweep,
                ratePlanned,
                warmUpSeconds,
                measuredSeconds,
                repetitions,
                latency,
                List.of(),
                List.of(),
                List.of(),
                figures);
    }
}
