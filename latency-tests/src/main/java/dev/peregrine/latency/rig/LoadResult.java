package dev.peregrine.latency.rig;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * What a load run measured.
 *
 * @param name of the measurement
 * @param plan what was asked for
 * @param sent requests sent, warm-up included
 * @param answered answers, warm-up included
 * @param failed answers that were errors
 * @param missedSchedules requests that left more than 1 ms after their planned time, without the
 *     warm-up; their delay is in the latencies
 * @param backPressured times that a request found no room and was offered again
 * @param achievedRate requests per second that really left
 * @param latencies nanoseconds from planned time to answer, without the warm-up
 */
public record LoadResult(
        String name,
        LoadPlan plan,
        long sent,
        long answered,
        long failed,
        long missedSchedules,
        long backPressured,
        double achievedRate,
        Histogram latencies) {

    /** Whether every request was answered without error. */
    public boolean isComplete() {
        return answered == sent && failed == 0;
    }

    /** Latency at a percentile, in microseconds. */
    public double micros(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1e3;
    }

    /** In one line, for people. */
    public String summary() {
        return String.format(
                Locale.ROOT,
                "%-22s %s p50 %.1f  p99 %.1f  p99.9 %.1f  max %.1f us at %.0f/s, %d late sends",
                name,
                isComplete() ? "OK  " : "FAIL",
                micros(50),
                micros(99),
                micros(99.9),
                latencies.getMaxValue() / 1e3,
                achievedRate,
                missedSchedules);
    }
}
