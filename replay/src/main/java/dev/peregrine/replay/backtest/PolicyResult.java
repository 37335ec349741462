package dev.peregrine.replay.backtest;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.replay.backtest.metrics.PolicyMetrics;
import dev.peregrine.replay.backtest.metrics.SweepTable;
import dev.peregrine.replay.backtest.report.StateDigest;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What one policy of a backtest came to.
 *
 * @param bundle the policy
 * @param metrics its measures
 * @param swept what each combination of a sweep's parameters decided; the policy's own alone where
 *     none is swept
 * @param labelsDelivered frauds that became known within the file's time
 * @param labelsRefused labels that the engine refused
 * @param labelsPending frauds that would have become known after the file's end
 * @param stateHash hash of the engine's state at the end; null when the engine was never started,
 *     or failed
 * @param latency nanoseconds of decisions, one in 16
 */
public record PolicyResult(
        PolicyBundle bundle,
        PolicyMetrics metrics,
        List<SweepTable.Variant> swept,
        long labelsDelivered,
        long labelsRefused,
        long labelsPending,
        StateDigest stateHash,
        Histogram latency) {
    public PolicyResult {
        swept = List.copyOf(swept);
    }
}
