package dev.peregrine.latency.backtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * A backtest of a long simulated history, with decisions and features written and transactions
 * ranked by a model's margin, in a process of bounded memory. Blocks.
 *
 * @param rows of the history
 * @param cards about how many there are
 * @param days over which the rows are spread, about; with the windows' length it says how much
 *     state there is
 * @param heapMib bound of the heap
 * @param directMib bound of direct buffers
 */
public record LongBacktest(long rows, long cards, int days, int heapMib, int directMib) {
    private static final int BOOTSTRAP = 20;

    /**
     * What a run came to.
     *
     * @param rows decided
     * @param cards different ones among them
     * @param frauds among the rows
     * @param inputBytes length of the compressed file
     * @param outputBytes length of decisions and features
     * @param peakResidentBytes the most that was resident
     * @param peakLiveHeapBytes the most that a collection left on the heap
     * @param runSeconds from the first row to the last
     * @param totalSeconds from the process's start to its end
     */
    public record Result(
            long rows,
            long cards,
            long frauds,
            long inputBytes,
            long outputBytes,
            long peakResidentBytes,
            long peakLiveHeapBytes,
            double runSeconds,
            double totalSeconds) {}

    /**
     * Writes the history and runs the backtest.
     *
     * @param directory for the history, the policy and what the backtest writes ({@code out}); made
     * @param heard gets sentences about the progress
     * @throws IOException when what it wrote does not hold every row
     */
    public Result run(Path directory, Consumer<String> heard)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path input = directory.resolve("history.csv.zst");
        long start = System.nanoTime();
        SimulatedHistory.Size size = SimulatedHistory.write(input, rows, cards, days);
        heard.accept(
                String.format(
                        Locale.ROOT,
                        "%,d rows of %,d cards, %,d of them frauds, written in %.0f s",
                        size.rows(),
                        size.cards(),
                        size.frauds(),
                        (System.nanoTime() - start) / 1e9));
        Path policy = HistoryPolicy.write(directory.resolve("policy"), size.cards());
        Path out = directory.resolve("out");
        MeasuredProcess.Usage usage =
                MeasuredProcess.run(
                        directory,
                        heapMib,
                        directMib,
                        List.of(
                                "backtest",
                                "--input",
                                input.toString(),
                                "--policy",
                                policy.toString(),
                                "--out",
                                out.toString(),
                                "--emit",
                                "features",
                                "--card",
                                "card",
                                "--rank-by",
                                HistoryPolicy.RANK_BY,
                                "--bootstrap",
                                Integer.toString(BOOTSTRAP)));
        return result(size, usage, out);
    }

    private static Result result(SimulatedHistory.Size size, MeasuredProcess.Usage usage, Path out)
            throws IOException {
        JsonNode summary = new ObjectMapper().readTree(out.resolve("summary.json").toFile());
        long decided = summary.path("input").path("rows_decided").asLong();
        long frauds = summary.path("fraud").path("transactions").asLong(-1);
        if (decided != size.rows() || frauds != size.frauds()) {
            throw new IOException(
                    String.format(
                            Locale.ROOT,
                            "of %,d rows with %,d frauds the backtest decided %,d with %,d",
                            size.rows(),
                            size.frauds(),
                            decided,
                            frauds));
        }
        return new Result(
                decided,
                size.cards(),
                size.frauds(),
                size.bytes(),
                Files.size(out.resolve("decisions.csv")) + Files.size(out.resolve("features.csv")),
                usage.peakResidentBytes(),
                usage.peakLiveHeapBytes(),
                summary.path("timing").path("run_seconds").asDouble(),
                usage.seconds());
    }
}
