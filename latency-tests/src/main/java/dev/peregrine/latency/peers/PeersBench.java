package dev.peregrine.latency.peers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.peregrine.latency.bench.BenchReport;
import dev.peregrine.latency.scratch.ScratchDirectory;
import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.HdrHistogram.Histogram;
import org.agrona.IoUtil;

/**
 * Runs contenders one after the other on the same rows, each in a JVM of its own, and compares
 * their features with the engine's row by row before a figure of theirs counts.
 */
public final class PeersBench {
    private static final double[] PERCENTILES = {50, 99, 99.9, 99.99};

    private final BenchReport report;
    private final PeersPlan plan;
    private final List<Entry> entries;
    private final List<ContenderResult> results = new ArrayList<>();

    /**
     * @param only names of contenders; empty for all
     * @throws UserException when there is no contender of a name
     */
    public PeersBench(BenchReport report, PeersPlan plan, List<String> only) {
        this.report = report;
        this.plan = plan;
        entries =
                Entry.all().stream()
                        .filter(
                                entry ->
                                        only.isEmpty()
                                                || only.contains(entry.name())
                                                || entry.name().equals(Entry.REFERENCE))
                        .toList();
        for (String name : only) {
            if (Entry.all().stream().noneMatch(entry -> entry.name().equals(name))) {
                throw new UserException(
                        ExitCode.USAGE,
                        "--only "
                                + name
                                + ": must be of "
                                + String.join(
                                        ", ", Entry.all().stream().map(Entry::name).toList()));
            }
        }
    }

    /**
     * Runs all of them. Blocks for minutes.
     *
     * @throws UserException when one is not built, fails, or gives other features than the engine
     */
    public void run(PaymentRows rows) throws IOException, InterruptedException {
        ContenderProcess.require(entries);
        describe(rows);
        try (ScratchDirectory scratch = ScratchDirectory.create("peers")) {
            Path directory = scratch.path();
            Path file = directory.resolve("rows.bin");
            rows.write(file);
            for (Entry entry : entries) {
                Path own = Files.createDirectory(directory.resolve(entry.name()));
                report.say("");
                report.say(entry.title());
                ContenderProcess.run(entry, file, own, plan, line -> report.say("  " + line));
                compare(entry, own, directory.resolve(Entry.REFERENCE));
                ContenderResult result = ContenderResult.read(entry, own, plan);
                result.configuration()
                        .forEach((name, value) -> report.say("  " + name + ": " + value));
                results.add(result);
                if (!entry.name().equals(Entry.REFERENCE)) {
                    IoUtil.delete(own.toFile(), true);
                }
            }
        }
        write();
        print();
    }

    private void describe(PaymentRows rows) {
        ObjectNode node = report.root().putObject("rows");
        node.put("rows", rows.size());
        node.put("customers", rows.customers());
        node.put("terminals", rows.terminals());
        node.put("frauds", rows.frauds());
        report.root().put("heap", ContenderProcess.HEAP + " " + ContenderProcess.MAX_HEAP);
        report.say(
                String.format(
                        Locale.ROOT,
                        "%,d rows of %,d customers and %,d terminals, %,d frauds; %d rounds; heap"
                                + " %s %s for each",
                        rows.size(),
                        rows.customers(),
                        rows.terminals(),
                        rows.frauds(),
                        plan.rounds(),
                        ContenderProcess.HEAP,
                        ContenderProcess.MAX_HEAP));
    }

    private void compare(Entry entry, Path own, Path reference) throws IOException {
        if (!entry.computes() || entry.name().equals(Entry.REFERENCE)) {
            return;
        }
        Outputs outputs = Outputs.read(own.resolve(ContenderMain.FEATURES));
        String difference =
                outputs.differenceFrom(Outputs.read(reference.resolve(ContenderMain.FEATURES)));
        if (difference != null) {
            throw new UserException(
                    ExitCode.FAILURE,
                    entry.name() + " computes other features than Peregrine: " + difference);
        }
        report.say(
                String.format(
                        Locale.ROOT,
                        "  equal to the engine's: %,d rows of %d features",
                        outputs.rows(),
                        HandbookFeatures.COUNT));
    }

    private void write() throws IOException {
        ObjectNode all = report.root().putObject("contenders");
        for (ContenderResult result : results) {
            ObjectNode node = all.putObject(result.entry().name());
            node.put("title", result.entry().title());
            node.put("survives_a_kill", result.entry().keeps());
            node.put("rows_per_second", result.rowsPerSecond());
            node.put("busy_cores", result.busyCores());
            ArrayNode rounds = node.putArray("rounds_rows_per_second");
            for (double throughput : result.throughputs()) {
                rounds.add(throughput);
            }
            ObjectNode latencies = node.putObject("latency_us");
            for (var latency : result.latencies().entrySet()) {
                String rate = String.format(Locale.ROOT, "%.0f", latency.getKey());
                ObjectNode percentiles = latencies.putObject(rate);
                Histogram histogram = latency.getValue();
                percentiles.put("rows", histogram.getTotalCount());
                for (double percentile : PERCENTILES) {
                    percentiles.put(
                            String.format(Locale.ROOT, "p%s", percentile).replaceAll("\\.0$", ""),
                            histogram.getValueAtPercentile(percentile) / 1e3);
                }
                percentiles.put("max", histogram.getMaxValue() / 1e3);
                report.files().histogram("peers-" + result.entry().name() + "-" + rate, histogram);
            }
            ObjectNode configuration = node.putObject("configuration");
            result.configuration().forEach(configuration::put);
        }
    }

    private void print() {
        double reference = results.get(0).rowsPerSecond();
        report.say("");
        report.say("| | survives a kill | rows/s | of the engine's | cores busy |");
        report.say("| --- | --- | --- | --- | --- |");
        for (ContenderResult result : results) {
            report.say(
                    String.format(
                            Locale.ROOT,
                            "| %s | %s | %,.0f | %.2f | %.1f |",
                            result.entry().title(),
                            result.entry().keeps(),
                            result.rowsPerSecond(),
                            result.rowsPerSecond() / reference,
                            result.busyCores()));
        }
        for (double rate : new TreeSet<>(plan.rates())) {
            report.say("");
            report.say(
                    String.format(
                            Locale.ROOT,
                            "| at %,.0f rows/s, from planned times | p50 | p99 | p99.9 | p99.99 |",
                            rate));
            report.say("| --- | --- | --- | --- | --- |");
            for (ContenderResult result : results) {
                Histogram histogram = result.latencies().get(rate);
                StringBuilder line = new StringBuilder("| " + result.entry().title());
                for (double percentile : PERCENTILES) {
                    line.append(
                            String.format(
                                    Locale.ROOT,
                                    " | %s",
                                    micros(histogram.getValueAtPercentile(percentile))));
                }
                report.say(line + " |");
            }
        }
    }

    private static String micros(long nanos) {
        return nanos < 10_000_000
                ? String.format(Locale.ROOT, "%,.1f us", nanos / 1e3)
                : String.format(Locale.ROOT, "%,.1f ms", nanos / 1e6);
    }
}
