package dev.peregrine.latency.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.peregrine.latency.rig.ResultFiles;
import dev.peregrine.report.latency.Measurement;
import dev.peregrine.report.latency.Percentiles;
import dev.peregrine.report.latency.RunResults;
import dev.peregrine.report.latency.Times;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Collects a run's figures, writes its files, and prints a Markdown table. */
public final class BenchReport {
    private final ObjectNode other = JsonNodeFactory.instance.objectNode();
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final ResultFiles files;
    private final PrintWriter out;

    /**
     * @param out where progress and the table go
     */
    public BenchReport(ResultFiles files, PrintWriter out) {
        this.files = files;
        this.out = out;
    }

    /** Place for figures that are no latencies. */
    public ObjectNode root() {
        return other;
    }

    /** The run's files. */
    public ResultFiles files() {
        return files;
    }

    /** Adds what was measured. */
    public void add(Measurement measurement) {
        measurements.add(measurement);
    }

    /** Adds a sentence about the whole run, for the report's head; printed as well. */
    public void note(String sentence) {
        notes.add(sentence);
        say("  " + sentence);
    }

    /** Prints a line. */
    public void say(String line) {
        out.println(line);
        out.flush();
    }

    /** What was measured, under a title. */
    public RunResults results(String title) {
        return new RunResults(
                RunResults.FORMAT, title, files.environment(), measurements, notes, other);
    }

    /**
     * Writes the files and prints the table; false when a measurement failed, other than at a rate
     * of a sweep, which goes until something fails.
     */
    public boolean conclude(String title) throws IOException {
        RunResults results = results(title);
        Path page = files.write(results);
        if (!measurements.isEmpty()) {
            table(results);
        }
        say("");
        say(
                files.environment().summary()
                        + "; load average at the start "
                        + files.environment().loadAverage());
        say("written: " + page + ", and " + RunResults.FILE + " beside it");
        return measurements.stream().allMatch(m -> m.isComplete() || m.sweep() != null);
    }

    private void table(RunResults results) {
        say("");
        say(
                "| measurement | rate | p50 | p99 | p99.9 | max | late sends | steal time | p50, p99 / floor | includes |");
        say("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        for (Measurement m : measurements) {
            Optional<Measurement> floor = results.floorOf(m);
            say(
                    format(
                            "| %s%s | %s | %s | %s | %s | %s | %,d | %,.0f ms | %s | %s |",
                            m.title(),
                            m.isComplete()
                                    ? ""
                                    : m.sweep() == null ? " FAILED" : ", not all answered",
                            Times.perSecond(m.ratePlanned()),
                            Times.us(m.spread(Percentiles::p50Us)),
                            Times.us(m.spread(Percentiles::p99Us)),
                            Times.us(m.spread(Percentiles::p999Us)),
                            Times.us(m.spread(Percentiles::maxUs)),
                            m.missedSchedules(),
                            m.stolenMs(),
                            floor.map(f -> ratios(m, f)).orElse(""),
                            m.includes()));
        }
    }

    private static String ratios(Measurement m, Measurement floor) {
        return format(
                "%.2f, %.2f × %s",
                ratio(m, floor, Percentiles::p50Us),
                ratio(m, floor, Percentiles::p99Us),
                floor.name());
    }

    private static double ratio(
            Measurement m, Measurement floor, ToDoubleFunction<Percentiles> figure) {
        return m.spread(figure).median() / floor.spread(figure).median();
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
