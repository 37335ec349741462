package dev.peregrine.report.latency;

/**
 * One of several runs of the same measurement.
 *
 * @param rateAchieved requests a second that left
 * @param sent requests, warm-up included
 * @param answered answers, warm-up included
 * @param failed answers that were errors
 * @param missedSchedules requests that left more than 1 ms after their planned time
 * @param backPressured times that a request found no room and was offered again
 * @param latency without the warm-up
 */
public record Repetition(
        double rateAchieved,
        long sent,
        long answered,
        long failed,
        long missedSchedules,
        long backPressured,
        Percentiles latency) {
    /** Whether every request was answered without error. */
    public boolean complete() {
        return answered == sent && failed == 0;
    }
}
