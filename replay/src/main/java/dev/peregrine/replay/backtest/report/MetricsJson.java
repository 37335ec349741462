package dev.peregrine.replay.backtest.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.peregrine.policy.FeatureSpec;
import dev.peregrine.policy.Rule;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.replay.backtest.PolicyResult;
import dev.peregrine.replay.backtest.metrics.ActionTable;
import dev.peregrine.replay.backtest.metrics.Cell;
import dev.peregrine.replay.backtest.metrics.DailyRanking;
import dev.peregrine.replay.backtest.metrics.DriftTable;
import dev.peregrine.replay.backtest.metrics.MetricSheet;
import dev.peregrine.replay.backtest.metrics.Outcome;
import dev.peregrine.replay.backtest.metrics.PolicyMetrics;
import dev.peregrine.replay.backtest.metrics.RuleTable;
import dev.peregrine.replay.backtest.metrics.ScoreCells;
import dev.peregrine.replay.backtest.metrics.SegmentKind;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** A policy's measures as JSON. */
final class MetricsJson {
    /** Actions from the softest on. */
    static final List<Action> ACTIONS =
            List.of(Action.APPROVE, Action.CHALLENGE, Action.REVIEW, Action.DECLINE);

    private static final int THRESHOLD_STEP = 50;
    private static final double[] PERCENTILES = {50, 90, 99, 99.9};

    private MetricsJson() {}

    static void put(ObjectNode node, PolicyResult policy, boolean labelled) {
        PolicyMetrics metrics = policy.metrics();
        ObjectNode decisions = node.putObject("decisions");
        for (Action action : ACTIONS) {
            decisions.put(lower(action), metrics.actions().count(action));
        }
        if (labelled) {
            outcomes(node, metrics);
            sheet(node, metrics.sheet());
            thresholds(node.putArray("by_score_threshold"), metrics.scores());
            daily(node.putArray("by_day"), metrics.daily());
            segments(node.putObject("by_segment"), metrics);
        }
        rules(node.putArray("rules"), metrics.rules(), labelled);
        drift(node.putArray("drift"), policy, metrics.drifts());
        latency(node.putObject("latency"), policy.latency());
    }

    private static void outcomes(ObjectNode node, PolicyMetrics metrics) {
        ActionTable actions = metrics.actions();
        ObjectNode fraud = node.putObject("fraud");
        fraud.put("transactions", actions.fraudCount());
        fraud.put("amount", actions.fraudAmount());
        ObjectNode unknown = node.putObject("unknown_outcome");
        unknown.put("transactions", actions.count(Outcome.UNKNOWN));
        unknown.put("amount", actions.amount(Outcome.UNKNOWN));
        for (Action action : ACTIONS) {
            unknown.put(lower(action), actions.count(action, Outcome.UNKNOWN));
        }
        ObjectNode score = node.putObject("score");
        ratio(score, "roc_auc", metrics.curve().rocAuc());
        ratio(score, "average_precision", metrics.curve().averagePrecision());
        ArrayNode levels = node.putArray("by_action");
        for (Action action : ACTIONS.subList(1, ACTIONS.size())) {
            ActionTable.Level level = actions.from(action);
            ObjectNode at = levels.addObject();
            at.put("action_at_least", lower(action));
            at.put("flagged", level.flagged());
            at.put("fraud_caught", level.fraudsCaught());
            at.put("fraud_missed", level.fraudsMissed());
            at.put("fraud_amount_caught", level.amountCaught());
            at.put("fraud_amount_missed", level.amountMissed());
            at.put("good_amount_flagged", level.goodAmountFlagged());
            at.put("unknown_flagged", level.unknownFlagged());
            at.put("unknown_not_flagged", level.unknownPassed());
            at.put("unknown_amount_not_flagged", level.unknownAmountPassed());
            ratio(at, "precision", level.precision());
            ratio(at, "recall", level.recall());
            ratio(at, "false_positive_rate", level.falsePositiveRate());
            ratio(at, "alert_rate", level.alertRate());
        }
    }

    private static void sheet(ObjectNode node, MetricSheet sheet) {
        ObjectNode values = node.putObject("metrics");
        sheet.values().forEach((name, value) -> ratio(values, name, value));
        ObjectNode intervals = node.putObject("intervals_95");
        sheet.intervals()
                .forEach(
                        (name, interval) ->
                                intervals.putArray(name).add(interval.low()).add(interval.high()));
    }

    private static void thresholds(ArrayNode array, ScoreCells scores) {
        Cell total = scores.total();
        for (int score = THRESHOLD_STEP; score < ScoreCells.SCORES; score += THRESHOLD_STEP) {
            Cell above = scores.from(score);
            ObjectNode at = array.addObject();
            at.put("score_at_least", score);
            at.put("flagged", above.frauds() + above.goods());
            at.put("unknown_flagged", above.unknown());
            double flagged = above.frauds() + (double) above.goods();
            ratio(at, "precision", above.frauds() / flagged);
            ratio(at, "recall", above.frauds() / (double) total.frauds());
            ratio(at, "false_positive_rate", above.goods() / (double) total.goods());
            ratio(at, "amount_recall", above.fraudMoney() / total.fraudMoney());
        }
    }

    private static void daily(ArrayNode array, DailyRanking daily) {
        int[] ks = daily.ks();
        for (DailyRanking.Day day : daily.days()) {
            ObjectNode at = array.addObject();
            at.put("day", LocalDate.ofEpochDay(day.day()).toString());
            at.put("cards", day.cards());
            at.put("cards_with_fraud", day.compromised());
            for (int i = 0; i < ks.length; i++) {
                at.put("precision_at_" + ks[i], day.precision()[i]);
                at.put("card_precision_at_" + ks[i], day.cardPrecisionRemoved()[i]);
                at.put("card_precision_at_" + ks[i] + "_kept", day.cardPrecision()[i]);
            }
        }
    }

    private static void segments(ObjectNode node, PolicyMetrics metrics) {
        for (SegmentKind kind : metrics.segmentKinds()) {
            ArrayNode array = node.putArray(lower(kind));
            metrics.segments(kind)
                    .forEach(
                            (name, segment) -> {
                                ActionTable.Level flagged =
                                        segment.actions().from(Action.CHALLENGE);
                                ActionTable.Level declined = segment.actions().from(Action.DECLINE);
                                ObjectNode at = array.addObject();
                                at.put("value", name);
                                at.put("transactions", segment.actions().count());
                                at.put("frauds", segment.actions().fraudCount());
                                long unknown = segment.actions().count(Outcome.UNKNOWN);
                                at.put("unknown_outcomes", unknown);
                                ratio(at, "roc_auc", segment.scores().curve().rocAuc());
                                ratio(at, "alert_rate", flagged.alertRate());
                                ratio(at, "recall_challenge", flagged.recall());
                                ratio(at, "precision_challenge", flagged.precision());
                                ratio(at, "recall_decline", declined.recall());
                                ratio(at, "declined_good_rate", declined.falsePositiveRate());
                            });
        }
    }

    private static void rules(ArrayNode array, RuleTable table, boolean labelled) {
        List<Rule> rules = table.rules();
        for (int i = 0; i < rules.size(); i++) {
            RuleTable.Hits hits = table.hits(i);
            ObjectNode at = array.addObject();
            at.put("id", rules.get(i).id());
            at.put("reason_code", rules.get(i).reasonCode());
            at.put("shadow", rules.get(i).shadow());
            at.put("fired", hits.fired());
            if (labelled) {
                at.put("frauds", hits.frauds());
                at.put("unknown_outcomes", hits.unknown());
                ratio(at, "precision", hits.precision());
                at.put("fraud_amount", hits.fraudAmount());
                at.put("good_amount", hits.goodAmount());
            }
        }
    }

    private static void drift(ArrayNode array, PolicyResult policy, List<DriftTable.Drift> drifts) {
        List<FeatureSpec> features = policy.bundle().features().features();
        for (DriftTable.Drift drift : drifts) {
            ObjectNode at = array.addObject();
            at.put("feature", features.get(drift.feature()).name());
            ratio(at, "population_stability_index", drift.index());
            ratio(at, "missing_first", drift.missingFirst());
            ratio(at, "missing_last", drift.missingLast());
        }
    }

    private static void latency(ObjectNode node, Histogram latency) {
        node.put("sampled", latency.getTotalCount());
        for (double percentile : PERCENTILES) {
            String name = "p" + String.valueOf(percentile).replaceAll("\\.0$", "") + "_ns";
            node.put(name, latency.getValueAtPercentile(percentile));
        }
        node.put("max_ns", latency.getMaxValue());
    }

    static void ratio(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
