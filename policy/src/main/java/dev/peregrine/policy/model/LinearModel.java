package dev.peregrine.policy.model;

import java.util.List;

/**
 * A logistic regression: the margin is the intercept plus, in the order of the file, each term's
 * weight x (value - mean) / scale, where a value below the term's minimum is taken for that, in
 * double precision.
 *
 * @param inputs names
 * @param intercept finite
 * @param terms in the order of the file
 */
public record LinearModel(List<String> inputs, double intercept, List<Term> terms)
        implements Model {
    private static final Link LOGISTIC = new Link(Link.Kind.LOGISTIC);

    /**
     * A term.
     *
     * @param input index of the input
     * @param weight factor
     * @param mean what is taken off the value
     * @param scale what the difference is divided by; positive
     * @param missing value that stands for a missing one
     * @param min what a smaller value is taken for; minus infinity for no bound
     */
    public record Term(
            int input, double weight, double mean, double scale, double missing, double min) {
        /** A term without a bound. */
        public Term(int input, double weight, double mean, double scale, double missing) {
            this(input, weight, mean, scale, missing, Double.NEGATIVE_INFINITY);
        }

        /** What the term adds to the margin. */
        public double of(double value) {
            double known = Math.max(Double.isNaN(value) ? missing : value, min);
            return weight * ((known - mean) / scale);
        }
    }

    public LinearModel {
        inputs = List.copyOf(inputs);
        terms = List.copyOf(terms);
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

    @Override
    public void margins(double[] row, double[] margins) {
        double sum = intercept;
        for (int i = 0; i < terms.size(); i++) {
            Term term = terms.get(i);
            sum += term.of(row[term.input()]);
        }
        margins[0] = sum;
    }
}
