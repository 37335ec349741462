package dev.peregrine.report.latency;

import org.HdrHistogram.Histogram;

/**
 * What is told of latencies, in microseconds; all 0 where there are none.
 *
 * @param count how many
 */
public record Percentiles(
        long count,
        double meanUs,
        double p50Us,
        double p90Us,
        double p99Us,
        double p999Us,
        double p9999Us,
        double maxUs) {
    private static final double NS_PER_US = 1e3;

    /** Of a histogram of nanoseconds. */
    public static Percentiles of(Histogram histogram) {
        if (histogram.getTotalCount() == 0) {
            return new Percentiles(0, 0, 0, 0, 0, 0, 0, 0);
        }
        return new Percentiles(
                histogram.getTotalCount(),
                histogram.getMean() / NS_PER_US,
                us(histogram, 50),
                us(histogram, 90),
                us(histogram, 99),
                us(histogram, 99.9),
                us(histogram, 99.99),
                histogram.getMaxValue() / NS_PER_US);
    }

    private static double us(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / NS_PER_US;
    }
}
