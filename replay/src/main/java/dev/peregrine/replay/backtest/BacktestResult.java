package dev.peregrine.replay.backtest;

import dev.peregrine.replay.backtest.report.StateDigest;
import dev.peregrine.replay.backtest.report.Tally;

/**
 * What a backtest came to. All of it is in {@code summary.json} too.
 *
 * @param ending how it ended
 * @param error what was wrong, for the user; null when it is complete or interrupted
 * @param tally counts and measures
 * @param labelled whether the input has labels, without which recall and the like mean nothing
 * @param labelsDelivered frauds that became known within the file's time
 * @param labelsRefused labels that the engine refused
 * @param labelsPending frauds that would have become known after the file's end
 * @param stateHash hash of the engine's state at the end; null when the engine was never started,
 *     or failed
 * @param startUpNanos from the start of the program to the first row
 * @param runNanos from the first row to the last
 */
public record BacktestResult(
        Ending ending,
        String error,
        Tally tally,
        boolean labelled,
        long labelsDelivered,
        long labelsRefused,
        long labelsPending,
        StateDigest stateHash,
        long startUpNanos,
        long runNanos) {

    /** Transactions and labels a second; NaN when nothing ran. */
    public double eventsPerSecond() {
        return (tally.rows() + labelsDelivered) * 1e9 / runNanos;
    }
}
