package dev.peregrine.policy.model;

import java.util.ArrayList;
import java.util.List;

/**
 * How a model's margins become what it predicts. Computed in double precision by {@link
 * StrictMath}, so that every machine finds the same.
 *
 * @param kind form of the function
 * @param slope factor of the margin in logistic functions; 1 otherwise
 * @param divisor what margins are divided by first: the rounds of a random forest, whose margin is
 *     the sum of its trees and whose prediction is made of their mean; 1 otherwise
 */
public record Link(Kind kind, double slope, int divisor) {
    /** Form of the function. */
    public enum Kind {
        /** Nothing but the margin. */
        NONE(""),
        /** The margin itself. */
        IDENTITY("value"),
        /** e to the margin. */
        EXP("value"),
        /** The margin's square, with the margin's sign. */
        SIGNED_SQUARE("value"),
        /** ln(1 + e to the margin). */
        SOFT_PLUS("value"),
        /** 1 / (1 + e to the minus slope x margin): a probability. */
        LOGISTIC("probability"),
        /** Probabilities of classes that add up to 1. */
        SOFTMAX("class"),
        /** For each class the logistic function of its own margin. */
        LOGISTIC_EACH("class");

        private final String output;

        Kind(String output) {
            this.output = output;
        }
    }

    public Link(Kind kind) {
        this(kind, 1, 1);
    }

    /** True when there is a margin for each class. */
    public boolean isMulticlass() {
        return kind == Kind.SOFTMAX || kind == Kind.LOGISTIC_EACH;
    }

    /**
     * Names of what rules can read of a model: margins first, then predictions.
     *
     * @param margins number of margins
     */
    public List<String> outputs(int margins) {
        List<String> names = new ArrayList<>();
        if (!isMulticlass()) {
            names.add("margin");
            if (kind != Kind.NONE) {
                names.add(kind.output);
            }
            return names;
        }
        for (int i = 0; i < margins; i++) {
            names.add("margin_" + i);
        }
        for (int i = 0; i < margins; i++) {
            names.add(kind.output + "_" + i);
        }
        return names;
    }

    /**
     * Computes the predictions that follow the margins in {@code values}. Allocates nothing.
     *
     * @param values holds the margins from {@code offset} on; gets as many predictions after them,
     *     none when the kind is NONE
     */
    public void apply(double[] values, int offset, int margins) {
        if (kind == Kind.SOFTMAX) {
            softmax(values, offset, margins);
        } else if (kind != Kind.NONE) {
            for (int i = 0; i < margins; i++) {
                values[offset + margins + i] = of(values[offset + i] / divisor);
            }
        }
    }

    /** The probability of a margin, by the logistic function. */
    public double probability(double margin) {
        return logistic(margin / divisor);
    }

    private double logistic(double margin) {
        return 1 / (1 + StrictMath.exp(-slope * margin));
    }

    private double of(double margin) {
        return switch (kind) {
            case EXP -> StrictMath.exp(margin);
            case SIGNED_SQUARE -> margin * Math.abs(margin);
            case SOFT_PLUS -> StrictMath.log1p(StrictMath.exp(margin));
            case LOGISTIC, LOGISTIC_EACH -> logistic(margin);
            default -> margin;
        };
    }

    private void softmax(double[] values, int offset, int margins) {
        double greatest = values[offset];
        for (int i = 1; i < margins; i++) {
            greatest = Math.max(greatest, values[offset + i]);
        }
        double sum = 0;
        for (int i = 0; i < margins; i++) {
            double weight = StrictMath.exp((values[offset + i] - greatest) / divisor);
            values[offset + margins + i] = weight;
            sum += weight;
        }
        for (int i = 0; i < margins; i++) {
            values[offset + margins + i] /= sum;
        }
    }
}
