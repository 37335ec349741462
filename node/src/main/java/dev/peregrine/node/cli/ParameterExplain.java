package dev.peregrine.node.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.peregrine.policy.ParameterSpec;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.Rule;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/** A bundle's parameters and the rules that read them, for {@code policy explain}. */
final class ParameterExplain {
    private final PolicyBundle bundle;

    ParameterExplain(PolicyBundle bundle) {
        this.bundle = bundle;
    }

    /** Prints a table; nothing when there are no parameters. */
    void print(PrintWriter out) {
        if (bundle.parameters().isEmpty()) {
            return;
        }
        TextTable table =
                new TextTable(
                        Set.of(1, 2, 3),
                        "parameter",
                        "value",
                        "min",
                        "max",
                        "rules",
                        "description");
        for (ParameterSpec parameter : bundle.parameters()) {
            table.row(
                    parameter.name(),
                    plain(parameter.number()),
                    limit(parameter.min()),
                    limit(parameter.max()),
                    String.join(", ", rules(parameter)),
                    parameter.description());
        }
        out.println();
        table.print(out);
    }

    /** Adds an object for each parameter. */
    void write(ArrayNode array) {
        for (ParameterSpec parameter : bundle.parameters()) {
            ObjectNode node = array.addObject();
            node.put("name", parameter.name());
            node.put("description", parameter.description());
            put(node, "value", parameter, parameter.number());
            bound(node, "min", parameter, parameter.min());
            bound(node, "max", parameter, parameter.max());
            ArrayNode rules = node.putArray("rules");
            rules(parameter).forEach(rules::add);
        }
    }

    private List<String> rules(ParameterSpec parameter) {
        return bundle.rules().stream()
                .filter(rule -> rule.parameters().contains(parameter.name()))
                .map(Rule::id)
                .toList();
    }

    /** Null where there is no bound. */
    private static void bound(ObjectNode node, String name, ParameterSpec parameter, double value) {
        if (Double.isInfinite(value)) {
            node.putNull(name);
        } else {
            put(node, name, parameter, BigDecimal.valueOf(value));
        }
    }

    private static void put(
            ObjectNode node, String name, ParameterSpec parameter, BigDecimal value) {
        if (parameter.isWhole()) {
            node.put(name, value.longValueExact());
        } else {
            node.put(name, value.doubleValue());
        }
    }

    private static String limit(double value) {
        return Double.isInfinite(value) ? "-" : plain(BigDecimal.valueOf(value));
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
