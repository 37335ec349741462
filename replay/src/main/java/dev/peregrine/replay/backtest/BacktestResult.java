package dev.peregrine.replay.backtest;

import dev.peregrine.replay.backtest.metrics.Comparison;
import dev.peregrine.replay.backtest.report.Tally;
import java.util.List;

/**
 * What a backtest came to. All of it is in {@code summary.json} too.
 *
 * @param ending how it ended
 * @param error what was wrong, for the user; null when it is complete or interrupted
 * @param tally counts of rows
 * @param labelled whether the input has labels, without which recall and the like mean nothing
 * @param policies what each policy came to, in the order given
 * @param comparison of the two policies; null where there is one
 * @param startUpNanos from the start of the program to the first row
 * @param runNanos from the first row to the last
 */
public record BacktestResult(
        Ending ending,
        String error,
        Tally tally,
        boolean labelled,
        List<PolicyResult> policies,
        Comparison comparison,
        long startUpNanos,
        long runNanos) {
    public BacktestResult {
        policies = List.copyOf(policies);
    }

    /** The first policy's result. */
    public PolicyResult first() {
        return policies.get(0);
    }

    /** The last policy's result: the one that is new, where there are two. */
    public PolicyResult last() {
        return policies.get(policies.size() - 1);
    }

    /** Transactions and labels a second; NaN when nothing ran. */
    public double eventsPerSecond() {
        return (tally.rows() + first().labelsDelivered()) * 1e9 / runNanos;
    }
}
