package dev.peregrine.policy.model;

import java.util.List;

/**
 * What an {@link OnlineModel} has learned, whole: with it, another goes on where this one was, bit
 * for bit. Weights alone do not tell it: how great the next step of a weight is depends on how much
 * it was moved before. Immutable.
 *
 * @param z of FTRL-Proximal, by coordinate; finite
 * @param n sums of squared gradients, by coordinate; finite, not negative
 */
public record LearnedState(List<Double> z, List<Double> n) {
    public LearnedState {
        z = List.copyOf(z);
        n = List.copyOf(n);
        if (z.size() != n.size()) {
            throw new IllegalArgumentException(z.size() + " z and " + n.size() + " n");
        }
    }

    /** Number of coordinates. */
    public int size() {
        return z.size();
    }

    /** The weights that follow. */
    public double[] weights(LearningSpec spec) {
        double[] weights = new double[size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = spec.weight(z.get(i), n.get(i));
        }
        return weights;
    }
}
