package dev.peregrine.replay.backtest.report;

import dev.peregrine.policy.FeatureSpec;
import dev.peregrine.policy.Rule;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.replay.backtest.PolicyResult;
import dev.peregrine.replay.backtest.metrics.ActionTable;
import dev.peregrine.replay.backtest.metrics.Comparison;
import dev.peregrine.replay.backtest.metrics.DriftTable;
import dev.peregrine.replay.backtest.metrics.Interval;
import dev.peregrine.replay.backtest.metrics.MetricSheet;
import dev.peregrine.replay.backtest.metrics.Outcome;
import dev.peregrine.replay.backtest.metrics.RuleTable;
import dev.peregrine.replay.backtest.metrics.SegmentKind;
import dev.peregrine.report.page.Html;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** The tables of a report. */
final class ReportTables {
    private static final double STABLE = 0.1;
    private static final double MOVED = 0.25;

    private final Html html;
    private final List<PolicyResult> policies;
    private final List<String> names;

    ReportTables(Html html, List<PolicyResult> policies, List<String> names) {
        this.html = html;
        this.policies = policies;
        this.names = names;
    }

    /** All metrics of all policies side by side, with their intervals. */
    void metrics() {
        html.element("h2", "Metrics");
        List<String> heads = new ArrayList<>(List.of("Metric"));
        for (String name : names) {
            heads.add(name);
            heads.add("95 % interval");
        }
        if (policies.size() == 2) {
            heads.add("B − A");
        }
        html.table("metrics", heads);
        for (String metric : policies.get(0).metrics().sheet().values().keySet()) {
            List<String> cells = new ArrayList<>(List.of(metric));
            for (PolicyResult policy : policies) {
                MetricSheet sheet = policy.metrics().sheet();
                cells.add(value(sheet.values().get(metric)));
                Interval interval = sheet.intervals().get(metric);
                cells.add(
                        interval == null
                                ? ""
                                : value(interval.low()) + " – " + value(interval.high()));
            }
            if (policies.size() == 2) {
                cells.add(value(of(1, metric) - of(0, metric)));
            }
            html.row(cells.toArray(String[]::new));
        }
        html.endTable();
    }

    /** Decisions under one policy by those under the other, and the rules that fire otherwise. */
    void comparison(Comparison comparison) {
        html.element("h2", "What changes");
        html.table(
                "changes",
                List.of("A → B", "Good", "Money", "Fraud", "Money", "Unknown outcome", "Money"));
        for (Action a : MetricsJson.ACTIONS) {
            for (Action b : MetricsJson.ACTIONS) {
                if (a != b) {
                    change(comparison, a, b);
                }
            }
        }
        html.endTable();
        html.table(
                "rule-changes",
                List.of(
                        "Rule",
                        "Fired in both",
                        "Only A: fraud",
                        "Only A: good",
                        "Only A: unknown",
                        "Only B: fraud",
                        "Only B: good",
                        "Only B: unknown"));
        for (Comparison.RuleChange rule : comparison.rules()) {
            String where = !rule.inSecond() ? " (A)" : !rule.inFirst() ? " (B)" : "";
            html.row(
                    rule.id() + where,
                    Html.count(rule.both()),
                    Html.count(rule.fraudsOnlyFirst()),
                    Html.count(rule.goodsOnlyFirst()),
                    Html.count(rule.unknownOnlyFirst()),
                    Html.count(rule.fraudsOnlySecond()),
                    Html.count(rule.goodsOnlySecond()),
                    Html.count(rule.unknownOnlySecond()));
        }
        html.endTable();
    }

    private void change(Comparison comparison, Action a, Action b) {
        List<String> cells = new ArrayList<>();
        cells.add(MetricsJson.lower(a) + " → " + MetricsJson.lower(b));
        for (Outcome outcome : Outcome.values()) {
            cells.add(Html.count(comparison.count(a, b, outcome)));
            cells.add(Html.money(comparison.amount(a, b, outcome).doubleValue()));
        }
        html.row(cells.toArray(String[]::new));
    }

    /** How often each rule fired, and how often it was right. */
    void rules(PolicyResult policy, String id) {
        html.element("h3", "Rules");
        html.table("rules" + id, heads("Rule"));
        double all = policy.metrics().actions().count();
        List<Rule> rules = policy.metrics().rules().rules();
        for (int i = 0; i < rules.size(); i++) {
            String name = rules.get(i).id() + (rules.get(i).shadow() ? " (shadow)" : "");
            hits(name, policy.metrics().rules().hits(i), all);
        }
        html.endTable();
    }

    /** The same by reason code; rules that share one are added up. */
    void reasons(PolicyResult policy, String id) {
        html.element("h3", "Reason codes");
        html.table("reasons" + id, heads("Code"));
        Map<String, RuleTable.Hits> byCode = new TreeMap<>();
        List<Rule> rules = policy.metrics().rules().rules();
        for (int i = 0; i < rules.size(); i++) {
            if (!rules.get(i).shadow()) {
                RuleTable.Hits hits = policy.metrics().rules().hits(i);
                byCode.merge(rules.get(i).reasonCode(), hits, ReportTables::sum);
            }
        }
        double all = policy.metrics().actions().count();
        byCode.forEach((code, hits) -> hits(code, hits, all));
        html.endTable();
    }

    private static RuleTable.Hits sum(RuleTable.Hits a, RuleTable.Hits b) {
        return new RuleTable.Hits(
                a.frauds() + b.frauds(),
                a.goods() + b.goods(),
                a.unknown() + b.unknown(),
                a.fraudAmount().add(b.fraudAmount()),
                a.goodAmount().add(b.goodAmount()));
    }

    private static List<String> heads(String first) {
        return List.of(
                first,
                "Fired",
                "Hit rate",
                "Precision",
                "Frauds",
                "Unknown outcome",
                "Money of frauds",
                "Money of good ones");
    }

    private void hits(String name, RuleTable.Hits hits, double all) {
        html.row(
                name,
                Html.count(hits.fired()),
                Html.percent(hits.fired() / all),
                Html.percent(hits.precision()),
                Html.count(hits.frauds()),
                Html.count(hits.unknown()),
                Html.money(hits.fraudAmount().doubleValue()),
                Html.money(hits.goodAmount().doubleValue()));
    }

    /** A table for each kind of segment that the input knows. */
    void segments(PolicyResult policy, String id) {
        for (SegmentKind kind : policy.metrics().segmentKinds()) {
            String name = MetricsJson.lower(kind);
            html.element("h3", "By " + name.replace('_', ' '));
            html.table(
                    name.replace('_', '-') + id,
                    List.of(
                            "Value",
                            "Transactions",
                            "Frauds",
                            "Unknown outcome",
                            "ROC AUC",
                            "Alert rate",
                            "Recall",
                            "Precision",
                            "Good declined"));
            policy.metrics()
                    .segments(kind)
                    .forEach(
                            (value, segment) -> {
                                ActionTable actions = segment.actions();
                                ActionTable.Level flagged = actions.from(Action.CHALLENGE);
                                ActionTable.Level declined = actions.from(Action.DECLINE);
                                html.row(
                                        value,
                                        Html.count(actions.count()),
                                        Html.count(actions.fraudCount()),
                                        Html.count(actions.count(Outcome.UNKNOWN)),
                                        Html.ratio(segment.scores().curve().rocAuc()),
                                        Html.percent(flagged.alertRate()),
                                        Html.percent(flagged.recall()),
                                        Html.percent(flagged.precision()),
                                        Html.percent(declined.falsePositiveRate()));
                            });
            html.endTable();
        }
    }

    /** How features moved from the first half of the days to the last. */
    void drift(PolicyResult policy, String id) {
        html.element("h3", "Drift of features, first half of the days to the last");
        html.table(
                "drift" + id,
                List.of("Feature", "Stability index", "", "Missing, first", "Missing, last"));
        List<FeatureSpec> features = policy.bundle().features().features();
        for (DriftTable.Drift drift : policy.metrics().drifts()) {
            html.row(
                    features.get(drift.feature()).name(),
                    Html.ratio(drift.index()),
                    judgement(drift.index()),
                    Html.percent(drift.missingFirst()),
                    Html.percent(drift.missingLast()));
        }
        html.endTable();
    }

    private static String judgement(double index) {
        if (Double.isNaN(index)) {
            return "";
        }
        return index < STABLE ? "stable" : index < MOVED ? "moving" : "moved";
    }

    /** Latency of decisions of all policies side by side. */
    void latency() {
        html.element("h2", "Latency of a decision in this run");
        List<String> heads = new ArrayList<>(List.of("µs"));
        heads.addAll(names);
        html.table("latency", heads);
        for (double percentile : new double[] {50, 90, 99, 99.9, 100}) {
            List<String> cells = new ArrayList<>();
            cells.add(
                    percentile == 100
                            ? "max"
                            : "p" + String.valueOf(percentile).replaceAll("\\.0$", ""));
            for (PolicyResult policy : policies) {
                Histogram latency = policy.latency();
                double micros = latency.getValueAtPercentile(percentile) / 1000.0;
                cells.add(String.format(Locale.ROOT, "%.1f", micros));
            }
            html.row(cells.toArray(String[]::new));
        }
        html.endTable();
    }

    private double of(int policy, String metric) {
        return policies.get(policy).metrics().sheet().values().get(metric);
    }

    private static String value(double value) {
        if (value == Math.rint(value) && (value == 0 || Math.abs(value) > 1)) {
            return Html.count((long) value);
        }
        return Math.abs(value) >= 10 ? Html.money(value) : Html.ratio(value);
    }
}
