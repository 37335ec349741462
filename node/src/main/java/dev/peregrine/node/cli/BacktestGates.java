package dev.peregrine.node.cli;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.replay.backtest.BacktestContext;
import dev.peregrine.replay.backtest.BacktestResult;
import dev.peregrine.replay.backtest.Candidate;
import dev.peregrine.replay.backtest.metrics.Comparison;
import dev.peregrine.replay.backtest.metrics.Gate;
import dev.peregrine.replay.backtest.metrics.MetricSheet;
import dev.peregrine.replay.backtest.metrics.MetricsContext;
import dev.peregrine.replay.backtest.metrics.PolicyMetrics;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/** The conditions under which a backtest makes a pipeline stop. */
final class BacktestGates {
    private BacktestGates() {}

    /** Refuses names that are no metrics before anything is run. */
    static void refuseUnknown(List<Gate> gates, BacktestContext context) {
        if (gates.isEmpty()) {
            return;
        }
        PolicyBundle bundle = context.candidates().get(0).bundle();
        MetricsContext nothing = new MetricsContext(0, context.topK(), 0, 0, Set.of(), null);
        try (PolicyMetrics empty = new PolicyMetrics(bundle, nothing)) {
            empty.finish();
            MetricSheet sheet = empty.sheet();
            List<Candidate> candidates = context.candidates();
            Map<String, Double> known =
                    candidates.size() == 1
                            ? sheet.values()
                            : new Comparison(List.of(), List.of(), 0).metrics(sheet, sheet);
            gates.forEach(gate -> gate.holds(known));
        } catch (IllegalArgumentException e) {
            throw new UserException(ExitCode.USAGE, "--fail-if: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Tells which conditions hold. */
    static boolean hold(List<Gate> gates, BacktestResult result, CommandSpec spec) {
        MetricSheet last = result.last().metrics().sheet();
        Map<String, Double> metrics =
                result.comparison() == null
                        ? last.values()
                        : result.comparison().metrics(result.first().metrics().sheet(), last);
        PrintWriter err = spec.commandLine().getErr();
        boolean any = false;
        for (Gate gate : gates) {
            if (gate.holds(metrics)) {
                any = true;
                double value = metrics.get(gate.metric());
                err.println(
                        "peregrine: --fail-if '"
                                + gate.text()
                                + "' holds: "
                                + gate.metric()
                                + (Double.isNaN(value) ? " has no value" : " is " + value));
            }
        }
        err.flush();
        return any;
    }
}
