package dev.peregrine.policy.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A logistic regression that goes on learning: what it looks at, with which weights it starts, and
 * how it learns. Immutable; the weights as they are now belong to the engine's state.
 *
 * <p>A row becomes a sparse vector with one active coordinate for the intercept and one for each
 * term: coordinate 0 is the intercept, whose value is 1; a numeric term has one coordinate, whose
 * value is the standardised input; a binned term has a coordinate for each bin and one for a
 * missing value, of which the one that the input falls into has the value 1. The margin is the sum
 * of weight x value over the active coordinates, in this order, in double precision.
 *
 * @param inputs names
 * @param intercept weight of the intercept at the start; finite
 * @param terms in the order of the file
 * @param learning how it learns
 * @param learned what it had learned when its weights were written; null when it starts with its
 *     weights as if they had never been moved
 */
public record OnlineModel(
        List<String> inputs,
        double intercept,
        List<Term> terms,
        LearningSpec learning,
        LearnedState learned)
        implements Model {
    /** Greatest size of a standardised input; what is beyond is taken for it. */
    public static final double MAX_STANDARDISED = 10;

    private static final Link LOGISTIC = new Link(Link.Kind.LOGISTIC);

    /** What a term makes of an input. */
    public sealed interface Term permits Numeric, Binned {
        /** Index of the input. */
        int input();

        /** Weights of its coordinates at the start. */
        List<Double> weights();

        /** Which of its coordinates is active for a value, from 0; NaN is missing. */
        int coordinate(double value);

        /** Value of the active coordinate. */
        double value(double value);
    }

    /**
     * The input, standardised: (t - mean) / scale, at most {@link #MAX_STANDARDISED} in size, where
     * t is the input, or {@code min} if that is greater, or, with {@code log}, sign(x) ln(1 + |x|)
     * of it. A missing one is 0.
     *
     * @param min a smaller input is taken for it; minus infinity for none
     * @param scale positive
     * @param weight at the start
     */
    public record Numeric(
            int input, boolean log, double min, double mean, double scale, double weight)
            implements Term {
        /** Without a smallest value. */
        public Numeric(int input, boolean log, double mean, double scale, double weight) {
            this(input, log, Double.NEGATIVE_INFINITY, mean, scale, weight);
        }

        @Override
        public List<Double> weights() {
            return List.of(weight);
        }

        @Override
        public int coordinate(double value) {
            return 0;
        }

        @Override
        public double value(double value) {
            if (Double.isNaN(value)) {
                return 0;
            }
            double x = Math.max(value, min);
            double t = log ? Math.copySign(StrictMath.log1p(Math.abs(x)), x) : x;
            double standardised = (t - mean) / scale;
            return Math.max(-MAX_STANDARDISED, Math.min(MAX_STANDARDISED, standardised));
        }
    }

    /** The bin that the input falls into: the first whose bound is greater, or the last. */
    public static final class Binned implements Term {
        private final int input;
        private final double[] bounds;
        private final List<Double> weights;

        /**
         * @param bounds ascending; a value less than the first falls into bin 0, one that is not
         *     less than the last into the last bin
         * @param weights at the start: one for each bin, then that of a missing value
         */
        public Binned(int input, double[] bounds, List<Double> weights) {
            this.input = input;
            this.bounds = bounds.clone();
            this.weights = List.copyOf(weights);
            if (weights.size() != bounds.length + 2) {
                throw new IllegalArgumentException(
                        bounds.length + " bounds and " + weights.size() + " weights");
            }
        }

        /** Bounds between the bins, ascending, copied. */
        public double[] bounds() {
            return bounds.clone();
        }

        @Override
        public int input() {
            return input;
        }

        @Override
        public List<Double> weights() {
            return weights;
        }

        @Override
        public int coordinate(double value) {
            if (Double.isNaN(value)) {
                return bounds.length + 1;
            }
            int low = 0;
            int high = bounds.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (value < bounds[middle]) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low;
        }

        @Override
        public double value(double value) {
            return 1;
        }
    }

    public OnlineModel {
        inputs = List.copyOf(inputs);
        terms = List.copyOf(terms);
    }

    /** A model that has learned nothing yet. */
    public OnlineModel(
            List<String> inputs, double intercept, List<Term> terms, LearningSpec learning) {
        this(inputs, intercept, terms, learning, null);
    }

    /** What learning starts from. */
    public LearnedState start() {
        if (learned != null) {
            return learned;
        }
        double[] weights = initialWeights();
        return new LearnedState(
                Arrays.stream(weights).mapToObj(learning::startZ).toList(),
                Collections.nCopies(weights.length, 0.0));
    }

    /** Weights at the start, by coordinate. */
    public double[] initialWeights() {
        List<Double> weights = new ArrayList<>();
        weights.add(intercept);
        terms.forEach(term -> weights.addAll(term.weights()));
        return weights.stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Override
    public boolean isCategorical(int input) {
        return false;
    }

    @Override
    public int marginCount() {
        return 1;
    }

    @Override
    public Link link() {
        return LOGISTIC;
    }

    /** The margins with the weights of the start. */
    @Override
    public void margins(double[] row, double[] margins) {
        double sum = intercept;
        for (Term term : terms) {
            double value = row[term.input()];
            sum += term.weights().get(term.coordinate(value)) * term.value(value);
        }
        margins[0] = sum;
    }
}
