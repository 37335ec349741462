package dev.peregrine.report.latency;

import dev.peregrine.report.page.Html;
import dev.peregrine.report.page.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** {@code report.html} of a run: its figures, and what each includes, for people. */
public final class LatencyPage {
    /** Name of the file. */
    public static final String FILE = "report.html";

    /** Curves that one chart takes. */
    private static final int MOST_CURVES = 8;

    private final RunResults results;
    private final Html html = new Html();

    private LatencyPage(RunResults results) {
        this.results = results;
    }

    /** The page. */
    public static String of(RunResults results) {
        return new LatencyPage(results).page();
    }

    /** Writes the page into a directory; returns the file. */
    public static Path write(RunResults results, Path directory) throws IOException {
        return Files.writeString(directory.resolve(FILE), of(results));
    }

    private String page() {
        EnvironmentTable.write(html, results.environment());
        results.notes().forEach(note -> html.element("p", note));
        if (!results.measurements().isEmpty()) {
            origins();
            figures();
            overview();
        }
        sweeps().forEach(this::sweep);
        alone().forEach(this::measurement);
        return Page.of(results.title(), html);
    }

    /** From when on latencies run, and what the figures of several repetitions are. */
    private void origins() {
        if (results.measurements().stream().anyMatch(m -> m.from() == null)) {
            note(
                    "Latencies run from the planned time of sending, whenever a request really"
                            + " left, so that a stall counts for all that had to wait. Late sends"
                            + " left more than 1 ms after their time.");
        }
        results.measurements().stream()
                .filter(m -> m.from() != null)
                .collect(
                        Collectors.groupingBy(
                                Measurement::from,
                                LinkedHashMap::new,
                                Collectors.mapping(Measurement::title, Collectors.toList())))
                .forEach(
                        (from, titles) ->
                                note(
                                        "Latencies of "
                                                + String.join("; ", titles)
                                                + ": from "
                                                + from
                                                + "."));
        if (results.measurements().stream().anyMatch(m -> m.repetitions().size() > 1)) {
            note("Figures are the median of the repetitions, with the least and the greatest.");
        }
    }

    private void note(String sentence) {
        html.raw("<p class=\"note\">").text(sentence).raw("</p>\n");
    }

    private void figures() {
        html.tableWithNotes(
                "figures",
                List.of(
                        "Measurement",
                        "rate",
                        "p50",
                        "p99",
                        "p99.9",
                        "p99.99",
                        "max",
                        "p50, p99 / floor",
                        "late sends",
                        "steal time",
                        "repetitions",
                        "includes"));
        for (Measurement m : results.measurements()) {
            html.row(
                    m.title() + (m.isComplete() ? "" : " – not everything was answered"),
                    Times.perSecond(m.ratePlanned()),
                    Times.us(m.spread(Percentiles::p50Us)),
                    Times.us(m.spread(Percentiles::p99Us)),
                    Times.us(m.spread(Percentiles::p999Us)),
                    Times.us(m.spread(Percentiles::p9999Us)),
                    Times.us(m.spread(Percentiles::maxUs)),
                    ratios(m),
                    m.from() == null ? Html.count(m.missedSchedules()) : "",
                    m.series().isEmpty() ? "" : number(m.stolenMs()) + " ms",
                    repetitions(m),
                    m.includes());
        }
        html.endTable();
    }

    private static String repetitions(Measurement m) {
        int count = m.repetitions().size();
        return m.measuredSeconds() == 0
                ? Html.count(count)
                : String.format(Locale.ROOT, "%d of %s s", count, number(m.measuredSeconds()));
    }

    private String ratios(Measurement m) {
        Optional<Measurement> floor = results.floorOf(m);
        if (floor.isEmpty()) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                "%.2f, %.2f × %s",
                m.spread(Percentiles::p50Us).median()
                        / floor.get().spread(Percentiles::p50Us).median(),
                m.spread(Percentiles::p99Us).median()
                        / floor.get().spread(Percentiles::p99Us).median(),
                floor.get().name());
    }

    private void overview() {
        Map<String, List<CurvePoint>> curves = new LinkedHashMap<>();
        results.measurements().stream()
                .filter(m -> !m.curve().isEmpty())
                .limit(MOST_CURVES)
                .forEach(m -> curves.put(m.name(), m.curve()));
        if (!curves.isEmpty()) {
            charts(LatencyCharts.percentiles("percentiles", "Latency by percentile", curves));
        }
    }

    private Set<String> sweeps() {
        return results.measurements().stream()
                .map(Measurement::sweep)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private List<Measurement> alone() {
        return results.measurements().stream()
                .filter(m -> m.sweep() == null && hasDetails(m))
                .toList();
    }

    private static boolean hasDetails(Measurement m) {
        return !m.stages().isEmpty() || !m.series().isEmpty();
    }

    private void sweep(String name) {
        List<Measurement> sweep = Knee.sweep(results, name);
        html.raw("<section>\n").element("h2", "Rate sweep: " + name);
        Optional<Measurement> knee = Knee.of(sweep);
        html.raw("<p>")
                .text(
                        "The knee is the greatest rate up to which at least 99 % of the requests"
                                + " left in time and p99 stays within 10 times that of the lowest"
                                + " rate: ")
                .text(
                        knee.map(m -> Times.perSecond(m.ratePlanned()))
                                .orElse("below the lowest rate of this sweep"))
                .text(".")
                .raw("</p>\n");
        charts(LatencyCharts.sweep("sweep-" + name, "Latency by rate", sweep));
        html.table(
                "rates-" + name,
                List.of("asked for", "left", "p50", "p99", "p99.9", "max", "late sends"));
        for (Measurement m : sweep) {
            html.row(
                    Times.perSecond(m.ratePlanned()),
                    Times.perSecond(m.rateAchieved()),
                    Times.us(m.spread(Percentiles::p50Us)),
                    Times.us(m.spread(Percentiles::p99Us)),
                    Times.us(m.spread(Percentiles::p999Us)),
                    Times.us(m.spread(Percentiles::maxUs)),
                    Html.count(m.missedSchedules()));
        }
        html.endTable();
        sweep.stream().filter(LatencyPage::hasDetails).forEach(this::rate);
        html.raw("</section>\n");
    }

    /** A rate of a sweep, closed until somebody wants to see it. */
    private void rate(Measurement m) {
        html.raw("<details>\n")
                .element("summary", m.title() + " at " + Times.perSecond(m.ratePlanned()));
        details(m);
        html.raw("</details>\n");
    }

    private void measurement(Measurement m) {
        html.raw("<section>\n").element("h2", m.title());
        details(m);
        html.raw("</section>\n");
    }

    private void details(Measurement m) {
        html.element("p", "Includes " + m.includes() + ".");
        m.figures().forEach((name, value) -> html.element("p", name + ": " + number(value)));
        html.raw("<div class=\"charts\">\n");
        stages(m, "stages-", "By stage", stage -> !stage.isPhase());
        stages(m, "phases-", "Inside the engine, by sample", StageFigure::isPhase);
        if (!m.series().isEmpty()) {
            figure(LatencyCharts.latencies("series-" + m.name(), "In time", m.series()));
            figure(
                    LatencyCharts.machine(
                            "machine-" + m.name(),
                            "Hiccups, collections and steal time",
                            m.series()));
        }
        html.raw("</div>\n");
        stages(m);
    }

    private void stages(Measurement m, String id, String title, Predicate<StageFigure> shown) {
        Map<String, List<CurvePoint>> curves = new LinkedHashMap<>();
        m.stages().stream()
                .filter(stage -> shown.test(stage) && !stage.curve().isEmpty())
                .limit(MOST_CURVES)
                .forEach(stage -> curves.put(stage.name(), stage.curve()));
        if (!curves.isEmpty()) {
            figure(LatencyCharts.percentiles(id + m.name(), title, curves));
        }
    }

    private void stages(Measurement m) {
        if (m.stages().isEmpty()) {
            return;
        }
        html.tableWithNotes(
                "stage-figures-" + m.name(),
                List.of("Stage", "count", "mean", "p50", "p99", "p99.9", "max", "includes"));
        for (StageFigure stage : m.stages()) {
            Percentiles latency = stage.latency();
            html.row(
                    stage.name(),
                    Html.count(latency.count()),
                    Times.us(latency.meanUs()),
                    Times.us(latency.p50Us()),
                    Times.us(latency.p99Us()),
                    Times.us(latency.p999Us()),
                    Times.us(latency.maxUs()),
                    stage.includes());
        }
        html.endTable();
    }

    private void charts(String chart) {
        html.raw("<div class=\"charts\">\n");
        figure(chart);
        html.raw("</div>\n");
    }

    private void figure(String chart) {
        html.raw("<figure>\n").raw(chart).raw("</figure>\n");
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%,.2f", value);
    }
}
