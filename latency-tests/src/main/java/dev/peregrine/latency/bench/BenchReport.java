package dev.peregrine.latency.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.peregrine.latency.rig.Environment;
import dev.peregrine.latency.rig.ResultFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects figures, writes them as JSON, and prints them as a Markdown table. */
public final class BenchReport {
    private final Environment environment = Environment.capture();
    private final List<Figure> figures = new ArrayList<>();
    private final ResultFiles files;
    private final PrintWriter out;
    private final ObjectNode root;

    public BenchReport(ResultFiles files, PrintWriter out) {
        this.files = files;
        this.out = out;
        this.root = files.newResult(environment);
    }

    /** Place for figures of another kind. */
    public ObjectNode root() {
        return root;
    }

    public void add(Figure figure) throws IOException {
        figures.add(figure);
        files.add(root, figure.result(), figure.includes());
        say("  " + figure.result().summary());
    }

    public void say(String line) {
        out.println(line);
        out.flush();
    }

    /** Writes {@code NAME.json} and prints the table; false when a measurement failed. */
    public boolean conclude(String name) throws IOException {
        Path file = files.write(name, root);
        if (!figures.isEmpty()) {
            table();
        }
        say("");
        say(environment.summary() + "; load average at the start " + environment.loadAverage());
        say("written: " + file);
        return figures.stream().allMatch(figure -> figure.result().isComplete());
    }

    private void table() {
        say("");
        say("| round trip | rate | p50 | p99 | p99.9 | p50 / floor | includes |");
        say("| --- | --- | --- | --- | --- | --- | --- |");
        for (Figure figure : figures) {
            String ratio =
                    figure.floor() == null
                            ? ""
                            : format(
                                    "%.1f x %s",
                                    figure.result().micros(50) / figure.floor().micros(50),
                                    figure.floor().name());
            say(
                    format(
                            "| %s | %,.0f/s | %,.0f µs | %,.0f µs | %,.0f µs | %s | %s |",
                            figure.title(),
                            figure.result().plan().ratePerSecond(),
                            figure.result().micros(50),
                            figure.result().micros(99),
                            figure.result().micros(99.9),
                            ratio,
                            figure.includes()));
        }
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
