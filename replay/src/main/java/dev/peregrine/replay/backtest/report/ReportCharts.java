package dev.peregrine.replay.backtest.report;

import dev.peregrine.protocol.codec.Action;
import dev.peregrine.replay.backtest.PolicyResult;
import dev.peregrine.replay.backtest.metrics.ActionTable;
import dev.peregrine.replay.backtest.metrics.Cell;
import dev.peregrine.replay.backtest.metrics.Curve;
import dev.peregrine.replay.backtest.metrics.Outcome;
import dev.peregrine.replay.backtest.metrics.PolicyMetrics;
import dev.peregrine.replay.backtest.metrics.ScoreCells;
import dev.peregrine.report.page.Chart;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The charts of a report. */
final class ReportCharts {
    private static final int BIN = 20;
    private static final int MAX_BARS = 120;

    private ReportCharts() {}

    /** Precision over recall. */
    static String precisionRecall(List<PolicyResult> policies, List<String> names) {
        Chart chart = new Chart("precision-recall", "Precision and recall", "recall", "precision");
        for (int i = 0; i < policies.size(); i++) {
            Curve curve = policies.get(i).metrics().curve();
            chart.line(
                    names.get(i),
                    column(curve, Curve.Point::recall),
                    column(curve, Curve.Point::precision));
        }
        return chart.svg("", "");
    }

    /** Recall over the false-positive rate. */
    static String roc(List<PolicyResult> policies, List<String> names) {
        Chart chart = new Chart("roc", "ROC", "false-positive rate", "recall");
        for (int i = 0; i < policies.size(); i++) {
            Curve curve = policies.get(i).metrics().curve();
            chart.line(
                    names.get(i),
                    fromZero(column(curve, Curve.Point::falsePositiveRate)),
                    fromZero(column(curve, Curve.Point::recall)));
        }
        return chart.svg("", "");
    }

    /** Frauds, good transactions and those of unknown outcome by score. */
    static String scores(PolicyMetrics metrics, String id) {
        int bins = ScoreCells.SCORES / BIN;
        double[] middles = new double[bins];
        double[][] values = new double[3][bins];
        double highest = 0;
        for (int bin = 0; bin < bins; bin++) {
            middles[bin] = bin * BIN + BIN / 2.0;
            Cell cell = metrics.scores().between(bin * BIN, bin * BIN + BIN);
            values[0][bin] = log(cell.goods());
            values[1][bin] = log(cell.frauds());
            values[2][bin] = log(cell.unknown());
            for (double[] series : values) {
                highest = Math.max(highest, series[bin]);
            }
        }
        return new Chart("scores" + id, "Scores", "score", "log10(1 + transactions)")
                .scale(ScoreCells.SCORES, highest)
                .line("good", middles, values[0])
                .line("fraud", middles, values[1])
                .line("unknown outcome", middles, values[2])
                .svg("", "");
    }

    /** Decisions by action over time. */
    static String actions(PolicyMetrics metrics, String id) {
        Map<Long, ActionTable> days = metrics.days();
        List<Action> shown = List.of(Action.CHALLENGE, Action.REVIEW, Action.DECLINE);
        double[][] values = new double[shown.size()][];
        for (int i = 0; i < shown.size(); i++) {
            Action action = shown.get(i);
            values[i] = grouped(days, table -> table.count(action), ActionTable::count, 100);
        }
        return chart("actions" + id, "Decisions other than approve", "% of the day's", days)
                .bars(List.of("challenge", "review", "decline"), labels(days), values)
                .svg(first(days), last(days));
    }

    /** Money of frauds caught and missed over time. */
    static String money(PolicyMetrics metrics, String id) {
        Map<Long, ActionTable> days = metrics.days();
        double[][] values = {
            grouped(
                    days,
                    table -> table.amount(Action.DECLINE, Outcome.FRAUD).doubleValue(),
                    table -> 1,
                    0),
            grouped(
                    days,
                    table ->
                            table.from(Action.CHALLENGE).amountCaught().doubleValue()
                                    - table.amount(Action.DECLINE, Outcome.FRAUD).doubleValue(),
                    table -> 1,
                    0),
            grouped(
                    days,
                    table -> table.amount(Action.APPROVE, Outcome.FRAUD).doubleValue(),
                    table -> 1,
                    0)
        };
        return chart("money" + id, "Money of frauds", "money", days)
                .bars(List.of("declined", "challenged or reviewed", "missed"), labels(days), values)
                .svg(first(days), last(days));
    }

    private static Chart chart(
            String id, String title, String yTitle, Map<Long, ActionTable> days) {
        int group = group(days);
        return new Chart(id, title, group == 1 ? "day" : group + " days a bar", yTitle);
    }

    /** How many days go into a bar, so that there are not too many. */
    private static int group(Map<Long, ActionTable> days) {
        return Math.max(1, (days.size() + MAX_BARS - 1) / MAX_BARS);
    }

    /**
     * A value for each bar.
     *
     * @param factor what the quotient of both sums is taken times; 0 for the first sum alone
     */
    private static double[] grouped(
            Map<Long, ActionTable> days,
            ToDoubleFunction<ActionTable> part,
            ToDoubleFunction<ActionTable> whole,
            double factor) {
        List<ActionTable> tables = new ArrayList<>(days.values());
        int group = group(days);
        double[] values = new double[(tables.size() + group - 1) / group];
        double[] wholes = new double[values.length];
        for (int i = 0; i < tables.size(); i++) {
            values[i / group] += part.applyAsDouble(tables.get(i));
            wholes[i / group] += whole.applyAsDouble(tables.get(i));
        }
        for (int i = 0; factor != 0 && i < values.length; i++) {
            values[i] = wholes[i] == 0 ? 0 : factor * values[i] / wholes[i];
        }
        return values;
    }

    private static List<String> labels(Map<Long, ActionTable> days) {
        List<String> labels = new ArrayList<>();
        int group = group(days);
        int i = 0;
        for (long day : days.keySet()) {
            if (i++ % group == 0) {
                labels.add(LocalDate.ofEpochDay(day).toString());
            }
        }
        return labels;
    }

    private static String first(Map<Long, ActionTable> days) {
        return days.isEmpty() ? "–" : LocalDate.ofEpochDay(days.keySet().iterator().next()) + "";
    }

    private static String last(Map<Long, ActionTable> days) {
        long last = 0;
        for (long day : days.keySet()) {
            last = day;
        }
        return days.isEmpty() ? "–" : LocalDate.ofEpochDay(last).toString();
    }

    private static double log(long count) {
        return StrictMath.log10(1.0 + count);
    }

    private static double[] column(Curve curve, ToDoubleFunction<Curve.Point> value) {
        return curve.points().stream().mapToDouble(value).toArray();
    }

    private static double[] fromZero(double[] values) {
        double[] all = new double[values.length + 1];
        System.arraycopy(values, 0, all, 1, values.length);
        return all;
    }
}
