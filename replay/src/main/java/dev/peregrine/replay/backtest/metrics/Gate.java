package dev.peregrine.replay.backtest.metrics;

import dev.peregrine.policy.yaml.Suggestion;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition on a metric that makes a pipeline stop, such as {@code declined_good_rate > 0.002}.
 *
 * @param text as it was written
 * @param metric name of the metric
 * @param operator {@code >}, {@code >=}, {@code <} or {@code <=}
 * @param limit what it is compared with
 */
public record Gate(String text, String metric, String operator, double limit) {
    private static final Pattern FORM =
            Pattern.compile(
                    "\\s*([a-z0-9_.]+)\\s*(>=|<=|>|<)\\s*([-+]?[0-9.]+(?:[eE][-+]?\\d+)?)\\s*");

    /**
     * Reads a condition.
     *
     * @throws IllegalArgumentException when it is none; the message is for the user
     */
    public static Gate parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (matcher.matches()) {
            try {
                return new Gate(
                        text.strip(),
                        matcher.group(1),
                        matcher.group(2),
                        Double.parseDouble(matcher.group(3)));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(problem(text), e);
            }
        }
        throw new IllegalArgumentException(problem(text));
    }

    /**
     * Whether the condition holds, so that the pipeline has to stop. It also holds where the metric
     * has no value: what cannot be measured is not let pass.
     *
     * @throws IllegalArgumentException when there is no such metric; the message is for the user
     */
    public boolean holds(Map<String, Double> metrics) {
        Double value = metrics.get(metric);
        if (value == null) {
            throw new IllegalArgumentException(
                    "no metric '" + metric + "'" + Suggestion.of(metric, metrics.keySet()));
        }
        if (value.isNaN()) {
            return true;
        }
        return switch (operator) {
            case ">" -> value > limit;
            case ">=" -> value >= limit;
            case "<" -> value < limit;
            default -> value <= limit;
        };
    }

    private static String problem(String text) {
        return "'" + text + "' is no condition: expected one such as 'declined_good_rate > 0.002'";
    }
}
