package dev.peregrine.report.latency;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Makes a {@link Measurement}; what it is not told of stays empty. One thread. */
public final class MeasurementBuilder {
    private final String name;
    private final String title;
    private final String includes;
    private String from;
    private String floor;
    private String sweep;
    private double ratePlanned;
    private double warmUpSeconds;
    private double measuredSeconds;
    private List<Repetition> repetitions = List.of();
    private Histogram latencies = new Histogram(1);
    private List<StageFigure> stages = List.of();
    private List<SeriesPoint> series = List.of();
    private Map<String, Double> figures = Map.of();

    MeasurementBuilder(String name, String title, String includes) {
        this.name = name;
        this.title = title;
        this.includes = includes;
    }

    /**
     * What each latency runs from.
     *
     * @param newFrom null for the planned time of sending
     */
    public MeasurementBuilder from(String newFrom) {
        from = newFrom;
        return this;
    }

    /** Name of the measurement that it stands on; null for none. */
    public MeasurementBuilder floor(String newFloor) {
        floor = newFloor;
        return this;
    }

    /** Name of the rate sweep that it is part of; null for none. */
    public MeasurementBuilder sweep(String newSweep) {
        sweep = newSweep;
        return this;
    }

    /** Requests a second that were asked for; 0 where as many as went. */
    public MeasurementBuilder rate(double perSecond) {
        ratePlanned = perSecond;
        return this;
    }

    /** Length of the warm-up and of each repetition. */
    public MeasurementBuilder seconds(double warmUp, double measured) {
        warmUpSeconds = warmUp;
        measuredSeconds = measured;
        return this;
    }

    /** Each of the runs; at least one. */
    public MeasurementBuilder repetitions(List<Repetition> newRepetitions) {
        repetitions = List.copyOf(newRepetitions);
        return this;
    }

    /** Latencies of all repetitions together, nanoseconds. */
    public MeasurementBuilder latencies(Histogram all) {
        latencies = all;
        return this;
    }

    /** Parts of the way, of all repetitions together. */
    public MeasurementBuilder stages(List<StageFigure> newStages) {
        stages = List.copyOf(newStages);
        return this;
    }

    /** The course in time, one repetition after the other. */
    public MeasurementBuilder series(List<SeriesPoint> newSeries) {
        series = List.copyOf(newSeries);
        return this;
    }

    /** Further numbers by name. */
    public MeasurementBuilder figures(Map<String, Double> newFigures) {
        figures = newFigures;
        return this;
    }

    /** The measurement. */
    public Measurement build() {
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
                Percentiles.of(latencies),
                CurvePoint.curve(latencies),
                stages,
                series,
                new TreeMap<>(figures));
    }
}
