package dev.peregrine.latency.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.peregrine.latency.backtest.LongBacktest;
import dev.peregrine.latency.scratch.ScratchDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** A long generated history, run by a backtest within a stated amount of memory. */
final class LongBacktestBench {
    private static final long MIB = 1 << 20;

    private final BenchReport report;
    private final long limitMib;

    /**
     * @param limitMib the most that the backtest's process may have resident at a time
     */
    LongBacktestBench(BenchReport report, long limitMib) {
        this.report = report;
        this.limitMib = limitMib;
    }

    /**
     * Runs it in a directory that is deleted in the end.
     *
     * @return whether it kept within the limit
     */
    boolean run(LongBacktest backtest) throws IOException, InterruptedException {
        try (ScratchDirectory scratch = ScratchDirectory.create("backtest")) {
            Path directory = scratch.path();
            LongBacktest.Result result = backtest.run(directory, report::say);
            boolean kept = result.peakResidentBytes() <= limitMib * MIB;
            tell(backtest, result, kept);
            return kept;
        }
    }

    private void tell(LongBacktest backtest, LongBacktest.Result result, boolean kept) {
        ObjectNode node = report.root().putObject("long_history");
        node.put("rows", result.rows());
        node.put("cards", result.cards());
        node.put("frauds", result.frauds());
        node.put("days", backtest.days());
        node.put("input_bytes", result.inputBytes());
        node.put("output_bytes", result.outputBytes());
        node.put("heap_bound_mib", backtest.heapMib());
        node.put("direct_bound_mib", backtest.directMib());
        node.put("limit_mib", limitMib);
        node.put("peak_resident_bytes", result.peakResidentBytes());
        node.put("peak_live_heap_bytes", result.peakLiveHeapBytes());
        node.put("run_seconds", result.runSeconds());
        node.put("rows_per_second", result.rows() / result.runSeconds());
        node.put("total_seconds", result.totalSeconds());
        node.put("kept_limit", kept);
        report.say("");
        report.say(
                "| rows | cards | seconds | rows/s | peak resident | of it heap, after a collection"
                        + " | limit |");
        report.say("| --- | --- | --- | --- | --- | --- | --- |");
        report.say(
                String.format(
                        Locale.ROOT,
                        "| %,d | %,d | %.1f | %,.0f | %,d MiB | %,d MiB | %,d MiB, %s |",
                        result.rows(),
                        result.cards(),
                        result.runSeconds(),
                        result.rows() / result.runSeconds(),
                        result.peakResidentBytes() / MIB,
                        result.peakLiveHeapBytes() / MIB,
                        limitMib,
                        kept ? "kept" : "EXCEEDED"));
    }
}
