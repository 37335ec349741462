package dev.peregrine.replay.backtest.report;

import dev.peregrine.replay.backtest.BacktestContext;
import dev.peregrine.replay.backtest.BacktestResult;
import dev.peregrine.replay.backtest.Ending;
import dev.peregrine.replay.backtest.PolicyResult;
import dev.peregrine.report.page.Html;
import dev.peregrine.report.page.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code report.html}: what a backtest came to, for people. One file that needs nothing else: the
 * style is in it, the charts are inline SVG, and there are no scripts.
 */
public final class HtmlReport {
    /** Name of the file. */
    public static final String NAME = "report.html";

    private final BacktestContext context;
    private final BacktestResult result;
    private final Html html = new Html();

    private HtmlReport(BacktestContext context, BacktestResult result) {
        this.context = context;
        this.result = result;
    }

    /** Writes the report into the output directory. */
    public static void write(BacktestContext context, BacktestResult result) throws IOException {
        byte[] page = new HtmlReport(context, result).page().getBytes(StandardCharsets.UTF_8);
        try (OutputFile out = new OutputFile(context.outputDirectory().resolve(NAME))) {
            out.bytes(page, 0, page.length);
        }
    }

    private String page() {
        List<PolicyResult> policies = result.policies();
        List<String> names = names();
        String title = "Backtest of " + String.join(" and ", names);
        introduction();
        ReportTables tables = new ReportTables(html, policies, names);
        if (result.labelled()) {
            tables.metrics();
            html.raw("<div class=\"charts\">\n");
            figure(ReportCharts.precisionRecall(policies, names));
            figure(ReportCharts.roc(policies, names));
            html.raw("</div>\n");
        }
        if (result.comparison() != null) {
            tables.comparison(result.comparison());
        }
        for (int i = 0; i < policies.size(); i++) {
            policy(tables, i);
        }
        tables.latency();
        return Page.of(title, html);
    }

    private void introduction() {
        Tally tally = result.tally();
        if (result.ending() != Ending.COMPLETE) {
            html.raw("<p class=\"warning\">")
                    .text("Ended early (" + MetricsJson.lower(result.ending()) + ")")
                    .text(": what follows is about the rows until then. ")
                    .text(result.error() == null ? "" : result.error())
                    .raw("</p>\n");
        }
        html.table("input", List.of("Input", context.input().toString()));
        html.row("Rows measured", Html.count(tally.decided()));
        if (tally.decided() > 0) {
            html.row("From, to", instant(tally.firstTimeNs()) + ", " + instant(tally.lastTimeNs()));
        }
        html.row("Rows before, as warm-up", Html.count(tally.warmUpRows()));
        html.row("Rows left out, card known for fraud", Html.count(tally.leftOutRows()));
        html.row("Bad rows", Html.count(tally.skipped()));
        html.row("Ranked by", context.rankBy());
        html.endTable();
        html.raw("<p>")
                .text(
                        "A transaction that was declined then, or whose label is not in, has no"
                                + " known outcome. It is shown as unknown beside every measure and"
                                + " is part of none.")
                .raw("</p>\n");
    }

    private void policy(ReportTables tables, int i) {
        PolicyResult policy = result.policies().get(i);
        String id = result.policies().size() == 1 ? "" : "-" + (char) ('a' + i);
        html.raw("<section>\n").element("h2", names().get(i));
        html.raw("<div class=\"charts\">\n");
        figure(ReportCharts.scores(policy.metrics(), id));
        figure(ReportCharts.actions(policy.metrics(), id));
        if (result.labelled()) {
            figure(ReportCharts.money(policy.metrics(), id));
        }
        html.raw("</div>\n");
        tables.rules(policy, id);
        tables.reasons(policy, id);
        tables.segments(policy, id);
        tables.drift(policy, id);
        html.raw("</section>\n");
    }

    private void figure(String markup) {
        html.raw("<figure>\n").raw(markup).raw("</figure>\n");
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < result.policies().size(); i++) {
            PolicyResult policy = result.policies().get(i);
            String name = policy.bundle().name() + " " + policy.bundle().version();
            names.add(result.policies().size() == 1 ? name : (char) ('A' + i) + ": " + name);
        }
        return names;
    }

    private static String instant(long timeNs) {
        return Instant.EPOCH.plus(timeNs, ChronoUnit.NANOS).toString();
    }
}
