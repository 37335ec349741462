package dev.peregrine.node.cli;

import dev.peregrine.protocol.codec.Action;
import dev.peregrine.replay.backtest.BacktestResult;
import dev.peregrine.replay.backtest.Ending;
import dev.peregrine.replay.backtest.PolicyResult;
import dev.peregrine.replay.backtest.metrics.ActionTable;
import dev.peregrine.replay.backtest.metrics.Comparison;
import dev.peregrine.replay.backtest.metrics.Interval;
import dev.peregrine.replay.backtest.metrics.MetricSheet;
import dev.peregrine.replay.backtest.metrics.Outcome;
import dev.peregrine.replay.backtest.report.Tally;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A backtest's result in a few lines, for a person. */
final class BacktestReport {
    private static final List<Action> FLAGS =
            List.of(Action.CHALLENGE, Action.REVIEW, Action.DECLINE);

    private final BacktestResult result;
    private final Path directory;

    BacktestReport(BacktestResult result, Path directory) {
        this.result = result;
        this.directory = directory;
    }

    void print(PrintWriter out) {
        Tally tally = result.tally();
        if (result.ending() != Ending.COMPLETE) {
            line(out, "Ended early: what follows is about the rows until then.");
        }
        if (tally.warmUpRows() + tally.leftOutRows() + tally.afterRows() > 0) {
            line(
                    out,
                    "%,d rows before as warm-up, %,d left out as fraud of the card was known, %,d"
                            + " after",
                    tally.warmUpRows(),
                    tally.leftOutRows(),
                    tally.afterRows());
        }
        result.policies().forEach(policy -> policy(out, policy));
        if (result.comparison() != null) {
            comparison(out, result.comparison());
        }
        line(
                out,
                "%s events/s over %.1f s, after a start-up of %.1f s",
                ratio("%,.0f", result.eventsPerSecond()),
                result.runNanos() / 1e9,
                result.startUpNanos() / 1e9);
        line(out, "Written to %s", directory);
        out.flush();
    }

    private void policy(PrintWriter out, PolicyResult policy) {
        ActionTable actions = policy.metrics().actions();
        line(
                out,
                "%,d transactions decided by %s version %d; %,d rows skipped",
                result.tally().decided(),
                policy.bundle().name(),
                policy.bundle().version(),
                result.tally().skipped());
        line(
                out,
                "approve %,d  challenge %,d  review %,d  decline %,d",
                actions.count(Action.APPROVE),
                actions.count(Action.CHALLENGE),
                actions.count(Action.REVIEW),
                actions.count(Action.DECLINE));
        if (!result.labelled()) {
            return;
        }
        line(
                out,
                "ROC AUC %s  average precision %s  (%,d frauds, %,.2f in money; %,d of unknown"
                        + " outcome)",
                metric(policy, "roc_auc"),
                metric(policy, "average_precision"),
                actions.fraudCount(),
                actions.fraudAmount(),
                actions.count(Outcome.UNKNOWN));
        for (int k : policy.metrics().daily().ks()) {
            line(
                    out,
                    "a day's %d highest: cards %s right, found ones left out (%s with them),"
                            + " transactions %s",
                    k,
                    metric(policy, "card_precision_at_" + k),
                    metric(policy, "card_precision_at_" + k + "_kept"),
                    metric(policy, "precision_at_" + k));
        }
        line(
                out,
                "%-20s %9s %10s %9s %14s %14s",
                "",
                "recall",
                "precision",
                "FPR",
                "money caught",
                "money missed");
        FLAGS.forEach(action -> level(out, action, actions.from(action)));
    }

    /** A metric and its interval. */
    private static String metric(PolicyResult policy, String name) {
        MetricSheet sheet = policy.metrics().sheet();
        Interval interval = sheet.intervals().get(name);
        String value = ratio("%.4f", sheet.values().get(name));
        return interval == null
                ? value
                : String.format(
                        Locale.ROOT, "%s [%.4f, %.4f]", value, interval.low(), interval.high());
    }

    private static void comparison(PrintWriter out, Comparison comparison) {
        line(
                out,
                "decided otherwise: %,d good, %,d fraud, %,d of unknown outcome",
                comparison.changed(Outcome.GOOD),
                comparison.changed(Outcome.FRAUD),
                comparison.changed(Outcome.UNKNOWN));
    }

    private static void level(PrintWriter out, Action action, ActionTable.Level level) {
        String name = action.name().toLowerCase(Locale.ROOT);
        line(
                out,
                "%-20s %9s %10s %9s %,14.2f %,14.2f",
                action == Action.DECLINE ? name : name + " or harder",
                ratio("%.2f%%", 100 * level.recall()),
                ratio("%.2f%%", 100 * level.precision()),
                ratio("%.3f%%", 100 * level.falsePositiveRate()),
                level.amountCaught(),
                level.amountMissed());
    }

    /** A ratio, or that there is none: 0 / 0 is not a number. */
    private static String ratio(String format, double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "n/a";
    }

    private static void line(PrintWriter out, String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
