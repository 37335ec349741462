package dev.peregrine.replay.backtest.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.replay.backtest.metrics.Comparison;
import dev.peregrine.replay.backtest.metrics.MetricSheet;
import dev.peregrine.replay.backtest.metrics.Outcome;

/** The comparison of two policies as JSON. */
final class ComparisonJson {
    private ComparisonJson() {}

    static void put(ObjectNode node, Comparison comparison, MetricSheet a, MetricSheet b) {
        ObjectNode changed = node.putObject("changed");
        for (Outcome outcome : Outcome.values()) {
            changed.put(MetricsJson.lower(outcome), comparison.changed(outcome));
        }
        ArrayNode moves = node.putArray("decisions");
        for (Action from : MetricsJson.ACTIONS) {
            for (Action to : MetricsJson.ACTIONS) {
                ObjectNode at = moves.addObject();
                at.put("a", MetricsJson.lower(from));
                at.put("b", MetricsJson.lower(to));
                for (Outcome outcome : Outcome.values()) {
                    String name = MetricsJson.lower(outcome);
                    at.put(name, comparison.count(from, to, outcome));
                    at.put(name + "_amount", comparison.amount(from, to, outcome));
                }
            }
        }
        ArrayNode rules = node.putArray("rules");
        for (Comparison.RuleChange rule : comparison.rules()) {
            ObjectNode at = rules.addObject();
            at.put("id", rule.id());
            at.put("in_a", rule.inFirst());
            at.put("in_b", rule.inSecond());
            at.put("fired_in_both", rule.both());
            at.put("fraud_only_a", rule.fraudsOnlyFirst());
            at.put("good_only_a", rule.goodsOnlyFirst());
            at.put("unknown_only_a", rule.unknownOnlyFirst());
            at.put("fraud_only_b", rule.fraudsOnlySecond());
            at.put("good_only_b", rule.goodsOnlySecond());
            at.put("unknown_only_b", rule.unknownOnlySecond());
        }
        ObjectNode delta = node.putObject("delta");
        comparison
                .metrics(a, b)
                .forEach(
                        (name, value) -> {
                            if (name.startsWith("delta.")) {
                                MetricsJson.ratio(delta, name.substring("delta.".length()), value);
                            }
                        });
    }
}
