package dev.peregrine.replay.backtest.metrics;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What to try in place of a policy's own: score thresholds, every combination of the values given
 * for {@code challenge}, {@code review} and {@code decline} that ascends, each with every
 * combination of the values given for parameters of rules.
 *
 * @param challenge scores to try; empty for the policy's own
 * @param review scores to try; empty for the policy's own
 * @param decline scores to try; empty for the policy's own
 * @param axes parameters to try, each once
 */
public record SweepGrid(
        List<Integer> challenge, List<Integer> review, List<Integer> decline, List<Axis> axes) {
    /** Greatest number of combinations. */
    public static final int MAX_COMBINATIONS = 5_000;

    /** Greatest number of combinations of parameters: each decides every payment again. */
    public static final int MAX_VARIANTS = 500;

    private static final int MAX_THRESHOLD = 1000;
    private static final String NUMBER = "-?\\d{1,15}(?:\\.\\d{1,15})?";
    private static final Pattern FORM =
            Pattern.compile(
                    "(challenge|review|decline|param\\.(\\w+))=(N)(?::(N):(N))?"
                            .replace("N", NUMBER));

    /**
     * A parameter and the values to try.
     *
     * @param parameter its name
     * @param values in ascending order
     */
    public record Axis(String parameter, List<BigDecimal> values) {
        public Axis {
            values = List.copyOf(values);
        }
    }

    public SweepGrid {
        challenge = List.copyOf(challenge);
        review = List.copyOf(review);
        decline = List.copyOf(decline);
        axes = List.copyOf(axes);
    }

    /**
     * Reads a grid such as {@code decline=500:900:50} (from, to, step), {@code review=400} and
     * {@code param.many=4:12:2}.
     *
     * @throws IllegalArgumentException when one is none; the message is for the user
     */
    public static SweepGrid parse(List<String> texts) {
        List<Integer> challenge = new ArrayList<>();
        List<Integer> review = new ArrayList<>();
        List<Integer> decline = new ArrayList<>();
        List<Axis> axes = new ArrayList<>();
        for (String text : texts) {
            Matcher matcher = FORM.matcher(text.strip());
            if (!matcher.matches()) {
                throw problem(text);
            }
            String parameter = matcher.group(2);
            List<BigDecimal> values = values(text, matcher, parameter == null);
            if (parameter != null) {
                if (axes.stream().anyMatch(axis -> axis.parameter.equals(parameter))) {
                    throw new IllegalArgumentException(
                            "parameter '" + parameter + "' is given twice");
                }
                axes.add(new Axis(parameter, values));
                continue;
            }
            List<Integer> scores =
                    switch (matcher.group(1)) {
                        case "challenge" -> challenge;
                        case "review" -> review;
                        default -> decline;
                    };
            values.forEach(value -> scores.add(value.intValueExact()));
        }
        SweepGrid grid = new SweepGrid(challenge, review, decline, axes);
        grid.check();
        return grid;
    }

    /** Every combination of values for the parameters, in the order of the axes; one without. */
    public List<List<BigDecimal>> variants() {
        List<List<BigDecimal>> variants = new ArrayList<>();
        variants.add(List.of());
        for (Axis axis : axes) {
            List<List<BigDecimal>> longer = new ArrayList<>();
            for (List<BigDecimal> variant : variants) {
                for (BigDecimal value : axis.values) {
                    List<BigDecimal> next = new ArrayList<>(variant);
                    next.add(value);
                    longer.add(next);
                }
            }
            variants = longer;
        }
        return variants;
    }

    private void check() {
        long variants = 1;
        for (Axis axis : axes) {
            variants *= axis.values.size();
            if (variants > MAX_VARIANTS) {
                throw new IllegalArgumentException(
                        variants + " combinations of parameters are more than " + MAX_VARIANTS);
            }
        }
        long combinations =
                variants
                        * Math.max(challenge.size(), 1L)
                        * Math.max(review.size(), 1L)
                        * Math.max(decline.size(), 1L);
        if (combinations > MAX_COMBINATIONS) {
            throw new IllegalArgumentException(
                    combinations + " combinations are more than " + MAX_COMBINATIONS);
        }
    }

    private static List<BigDecimal> values(String text, Matcher matcher, boolean threshold) {
        BigDecimal from = new BigDecimal(matcher.group(3));
        BigDecimal to = matcher.group(4) == null ? from : new BigDecimal(matcher.group(4));
        BigDecimal step =
                matcher.group(5) == null ? BigDecimal.ONE : new BigDecimal(matcher.group(5));
        boolean whole = from.scale() + to.scale() + step.scale() == 0;
        boolean inRange = from.signum() >= 0 && to.compareTo(new BigDecimal(MAX_THRESHOLD)) <= 0;
        if (from.compareTo(to) > 0 || step.signum() <= 0 || (threshold && !(whole && inRange))) {
            throw problem(text);
        }
        List<BigDecimal> values = new ArrayList<>();
        for (BigDecimal value = from; value.compareTo(to) <= 0; value = value.add(step)) {
            if (values.size() > MAX_COMBINATIONS) {
                throw new IllegalArgumentException(
                        "'" + text + "' has more than " + MAX_COMBINATIONS + " values");
            }
            values.add(value);
        }
        return values;
    }

    private static IllegalArgumentException problem(String text) {
        return new IllegalArgumentException(
                "'"
                        + text
                        + "' is no range of thresholds or of a parameter: expected one such as"
                        + " decline=500:900:50, within 0 .. "
                        + MAX_THRESHOLD
                        + ", or param.NAME=2.5:4:0.5");
    }
}
