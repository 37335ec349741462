package dev.peregrine.node.cli;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.replay.backtest.BacktestResult;
import dev.peregrine.replay.backtest.Ending;
import dev.peregrine.replay.backtest.report.ActionMetrics;
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
    private final PolicyBundle bundle;
    private final Path directory;

    BacktestReport(BacktestResult result, PolicyBundle bundle, Path directory) {
        this.result = result;
        this.bundle = bundle;
        this.directory = directory;
    }

    void print(PrintWriter out) {
        Tally tally = result.tally();
        ActionMetrics actions = tally.actions();
        if (result.ending() != Ending.COMPLETE) {
            line(out, "Ended early: what follows is about the rows until then.");
        }
        line(
                out,
                "%,d transactions decided by %s version %d; %,d rows skipped",
                tally.decided(),
                bundle.name(),
                bundle.version(),
                tally.skipped());
        line(
                out,
                "approve %,d  challenge %,d  review %,d  decline %,d",
                actions.count(Action.APPROVE),
                actions.count(Action.CHALLENGE),
                actions.count(Action.REVIEW),
                actions.count(Action.DECLINE));
        if (result.labelled()) {
            line(
                    out,
                    "ROC AUC %s  average precision %s  (%,d frauds, %,.2f in money)",
                    ratio("%.4f", tally.scores().rocAuc()),
                    ratio("%.4f", tally.scores().averagePrecision()),
                    actions.fraudCount(),
                    actions.fraudAmount());
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
        line(
                out,
                "%s events/s over %.1f s, after a start-up of %.1f s",
                ratio("%,.0f", result.eventsPerSecond()),
                result.runNanos() / 1e9,
                result.startUpNanos() / 1e9);
        line(out, "Written to %s", directory);
        out.flush();
    }

    private static void level(PrintWriter out, Action action, ActionMetrics.Level level) {
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
