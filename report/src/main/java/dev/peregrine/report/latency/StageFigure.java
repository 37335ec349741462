package dev.peregrine.report.latency;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * A part of the way.
 *
 * @param name of the stage
 * @param includes what it covers
 */
public record StageFigure(
        String name, String includes, Percentiles latency, List<CurvePoint> curve) {
    /** Begins the names of the engine's phases, which are parts of one stage. */
    public static final String PHASE = "engine: ";

    /** Whether it is a part of the engine's stage. */
    @JsonIgnore
    public boolean isPhase() {
        return name.startsWith(PHASE);
    }

    /** Of a histogram of nanoseconds. */
    public static StageFigure of(String name, String includes, Histogram histogram) {
        return new StageFigure(
                name, includes, Percentiles.of(histogram), CurvePoint.curve(histogram));
    }
}
