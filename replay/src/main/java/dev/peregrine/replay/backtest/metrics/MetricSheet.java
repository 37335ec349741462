package dev.peregrine.replay.backtest.metrics;

import dev.peregrine.protocol.codec.Action;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * All metrics of a policy by name, in order; NaN where one is 0 / 0. What reports, {@code
 * summary.json} and gates in a pipeline go by. Immutable.
 */
public final class MetricSheet {
    private static final List<Action> LEVELS =
            List.of(Action.CHALLENGE, Action.REVIEW, Action.DECLINE);

    private final Map<String, Double> values = new LinkedHashMap<>();
    private final Map<String, Interval> intervals = new LinkedHashMap<>();

    MetricSheet(PolicyMetrics metrics, CurveBootstrap curves, LevelBootstrap levels) {
        rates(metrics.actions());
        areas(metrics.curve());
        LEVELS.forEach(level -> level(metrics.actions(), level));
        money(metrics.actions());
        daily(metrics.daily(), metrics.context());
        if (curves != null) {
            intervals.put("roc_auc", curves.rocAuc());
            intervals.put("average_precision", curves.averagePrecision());
            intervals.putAll(levels.intervals(metrics.actions()));
        }
        intervals.values().removeIf(interval -> Double.isNaN(interval.low()));
    }

    /** Values by name. */
    public Map<String, Double> values() {
        return Collections.unmodifiableMap(values);
    }

    /** 95 % confidence intervals of those that have one. */
    public Map<String, Interval> intervals() {
        return Collections.unmodifiableMap(intervals);
    }

    /** End of the names of metrics that are about flagging from an action on. */
    static String suffix(Action level) {
        return "_" + level.name().toLowerCase(Locale.ROOT);
    }

    private void rates(ActionTable actions) {
        double all = actions.count();
        values.put("transactions", all);
        values.put("frauds", (double) actions.fraudCount());
        values.put("unknown_outcomes", (double) actions.count(Outcome.UNKNOWN));
        for (Action action :
                List.of(Action.APPROVE, Action.CHALLENGE, Action.REVIEW, Action.DECLINE)) {
            String name = action.name().toLowerCase(Locale.ROOT) + "_rate";
            values.put(name, actions.count(action) / all);
        }
        values.put("alert_rate", actions.from(Action.CHALLENGE).alertRate());
        double known = actions.count(Outcome.GOOD) + (double) actions.fraudCount();
        values.put("fraud_rate", actions.fraudCount() / known);
        values.put("unknown_rate", actions.count(Outcome.UNKNOWN) / all);
        ActionTable.Level flagged = actions.from(Action.CHALLENGE);
        ActionTable.Level declined = actions.from(Action.DECLINE);
        values.put("flagged_good_rate", flagged.falsePositiveRate());
        values.put("declined_good_rate", declined.falsePositiveRate());
        values.put("unknown_not_declined", (double) declined.unknownPassed());
        values.put("unknown_amount_not_declined", declined.unknownAmountPassed().doubleValue());
    }

    private void areas(Curve curve) {
        values.put("roc_auc", curve.rocAuc());
        values.put("average_precision", curve.averagePrecision());
        values.put("roc_auc_by_amount", curve.rocAucByAmount());
        values.put("average_precision_by_amount", curve.averagePrecisionByAmount());
    }

    private void level(ActionTable actions, Action action) {
        ActionTable.Level level = actions.from(action);
        String suffix = suffix(action);
        values.put("recall" + suffix, level.recall());
        values.put("precision" + suffix, level.precision());
        values.put("false_positive_rate" + suffix, level.falsePositiveRate());
        values.put("alert_rate" + suffix, level.alertRate());
        values.put("amount_recall" + suffix, level.amountRecall());
        values.put("amount_precision" + suffix, level.amountPrecision());
        values.put("amount_false_positive_rate" + suffix, level.amountFalsePositiveRate());
    }

    private void money(ActionTable actions) {
        ActionTable.Level flagged = actions.from(Action.CHALLENGE);
        ActionTable.Level declined = actions.from(Action.DECLINE);
        values.put("fraud_amount", actions.fraudAmount().doubleValue());
        values.put("fraud_amount_caught", flagged.amountCaught().doubleValue());
        values.put("fraud_amount_missed", flagged.amountMissed().doubleValue());
        values.put("fraud_amount_declined", declined.amountCaught().doubleValue());
        values.put("good_amount_flagged", flagged.goodAmountFlagged().doubleValue());
        values.put("good_amount_declined", declined.goodAmountFlagged().doubleValue());
    }

    private void daily(DailyRanking daily, MetricsContext context) {
        int[] ks = daily.ks();
        for (int i = 0; i < ks.length; i++) {
            figure(daily, context, "precision_at_" + ks[i], DailyRanking.Figure.PRECISION, i);
            String card = "card_precision_at_" + ks[i];
            figure(daily, context, card, DailyRanking.Figure.CARD_PRECISION_REMOVED, i);
            figure(daily, context, card + "_kept", DailyRanking.Figure.CARD_PRECISION, i);
        }
    }

    private void figure(
            DailyRanking daily,
            MetricsContext context,
            String name,
            DailyRanking.Figure figure,
            int index) {
        values.put(name, daily.mean(figure, index));
        if (context.replicates() > 0 && !daily.days().isEmpty()) {
            intervals.put(
                    name, daily.interval(figure, index, context.replicates(), context.seed()));
        }
    }
}
