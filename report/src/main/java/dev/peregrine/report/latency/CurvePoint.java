package dev.peregrine.report.latency;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * A point of a percentile curve.
 *
 * @param percentile 0 .. below 100
 * @param us latency at it, microseconds
 */
public record CurvePoint(double percentile, double us) {
    private static final int POINTS_PER_NINE = 8;
    private static final int MOST_NINES = 6;
    private static final double NS_PER_US = 1e3;

    /** The curve of a histogram of nanoseconds, as far as it has values behind the percentile. */
    public static List<CurvePoint> curve(Histogram histogram) {
        List<CurvePoint> points = new ArrayList<>();
        for (int i = 0; i <= POINTS_PER_NINE * MOST_NINES; i++) {
            double behind = Math.pow(10, -i / (double) POINTS_PER_NINE);
            if (behind * histogram.getTotalCount() < 1) {
                break;
            }
            double percentile = 100 * (1 - behind);
            points.add(
                    new CurvePoint(
                            percentile, histogram.getValueAtPercentile(percentile) / NS_PER_US));
        }
        return points;
    }
}
