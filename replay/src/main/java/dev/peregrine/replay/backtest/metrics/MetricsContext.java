package dev.peregrine.replay.backtest.metrics;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * How measures are taken.
 *
 * @param amountScale decimals of the amounts
 * @param topK sizes for precision among the highest of a day
 * @param replicates draws of the bootstrap; 0 for no intervals
 * @param seed of the bootstrap
 * @param kinds of segments that the input knows
 * @param temporary file for a ranking that does not fit into memory; null to rank by score
 */
public record MetricsContext(
        int amountScale,
        List<Integer> topK,
        int replicates,
        long seed,
        Set<SegmentKind> kinds,
        Path temporary) {
    public MetricsContext {
        topK = List.copyOf(topK);
        kinds = Set.copyOf(kinds);
    }
}
