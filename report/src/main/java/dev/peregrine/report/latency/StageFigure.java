package dev.peregrine.report.latency;

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
    /** Of a histogram of nanoseconds. */
    public static StageFigure of(String name, String includes, Histogram histogram) {
        return new StageFigure(
                name, includes, Percentiles.of(histogram), CurvePoint.curve(histogram));
    }
}
