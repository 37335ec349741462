package dev.peregrine.report.latency;

import dev.peregrine.report.page.Html;
import dev.peregrine.report.page.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Two runs beside each other: what both have measured under the same name. */
public final class ComparisonPage {
    private final RunResults first;
    private final RunResults second;
    private final Html html = new Html();

    private ComparisonPage(RunResults first, RunResults second) {
        this.first = first;
        this.second = second;
    }

    /** The page. */
    public static String of(RunResults first, RunResults second) {
        return new ComparisonPage(first, second).page();
    }

    /** Names that both have. */
    public static List<String> common(RunResults first, RunResults second) {
        return first.measurements().stream()
                .map(Measurement::name)
                .filter(name -> second.measurement(name).isPresent())
                .toList();
    }

    private String page() {
        html.table("runs", List.of("", "A", "B"));
        html.row("Run", first.title(), second.title());
        html.row("Time", first.environment().time(), second.environment().time());
        html.row("Machine", first.environment().summary(), second.environment().summary());
        html.endTable();
        figures();
        html.raw("<div class=\"charts\">\n");
        common(first, second).forEach(this::chart);
        html.raw("</div>\n");
        return Page.of("Comparison of " + first.title() + " and " + second.title(), html);
    }

    private void figures() {
        html.table(
                "comparison",
                List.of(
                        "Measurement",
                        "percentile",
                        "A",
                        "B",
                        "B / A",
                        "A / its floor",
                        "B / its floor"));
        for (String name : common(first, second)) {
            row(name, "p50", Percentiles::p50Us);
            row(name, "p99", Percentiles::p99Us);
            row(name, "p99.9", Percentiles::p999Us);
        }
        html.endTable();
    }

    private void row(String name, String percentile, ToDoubleFunction<Percentiles> figure) {
        Measurement a = first.measurement(name).orElseThrow();
        Measurement b = second.measurement(name).orElseThrow();
        html.row(
                name,
                percentile,
                Times.us(a.spread(figure)),
                Times.us(b.spread(figure)),
                ratio(b.spread(figure).median() / a.spread(figure).median()),
                toFloor(first, a, figure),
                toFloor(second, b, figure));
    }

    private static String toFloor(
            RunResults run, Measurement m, ToDoubleFunction<Percentiles> figure) {
        return run.floorOf(m)
                .map(floor -> ratio(m.spread(figure).median() / floor.spread(figure).median()))
                .orElse("");
    }

    private void chart(String name) {
        Map<String, List<CurvePoint>> curves = new LinkedHashMap<>();
        curves.put("A", first.measurement(name).orElseThrow().curve());
        curves.put("B", second.measurement(name).orElseThrow().curve());
        if (curves.values().stream().noneMatch(List::isEmpty)) {
            html.raw("<figure>\n")
                    .raw(LatencyCharts.percentiles("compared-" + name, name, curves))
                    .raw("</figure>\n");
        }
    }

    private static String ratio(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.2f", value) : "–";
    }
}
