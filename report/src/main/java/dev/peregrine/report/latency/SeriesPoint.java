package dev.peregrine.report.latency;

/**
 * An interval of a measurement.
 *
 * @param timeMs begin, epoch milliseconds
 * @param lengthMs length in milliseconds
 * @param count answers in it
 * @param p50Us median latency, microseconds; 0 without answers
 * @param p99Us 99th percentile
 * @param maxUs greatest latency
 * @param hiccupUs longest time that a thread which wanted to run could not
 * @param gcMs time in garbage collections that stop everything, milliseconds
 * @param stolenMs steal time of all processors together, milliseconds
 */
public record SeriesPoint(
        long timeMs,
        long lengthMs,
        long count,
        double p50Us,
        double p99Us,
        double maxUs,
        double hiccupUs,
        double gcMs,
        double stolenMs) {}
