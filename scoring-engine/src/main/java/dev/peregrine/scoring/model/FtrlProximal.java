package dev.peregrine.scoring.model;

import dev.peregrine.policy.model.LearnedState;
import dev.peregrine.policy.model.LearningSpec;
import dev.peregrine.state.StateHash;
import dev.peregrine.state.StateMismatchException;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.util.Arrays;

/**
 * Logistic regression by FTRL-Proximal with a learning rate for each coordinate: algorithm 1 of
 * McMahan et al., Ad Click Prediction: a View from the Trenches, KDD 2013.
 *
 * <p>For each coordinate it keeps z and n, the sum of squared gradients, from which the weight w
 * follows ({@link LearningSpec#weight}), and for an example x with label y (0 or 1) that counts c
 * times, with p = 1 / (1 + exp(-w x)):
 *
 * <pre>
 *   g = c (p - y) x;   s = (sqrt(n + g^2) - sqrt(n)) / alpha;   z += g - s w;   n += g^2
 * </pre>
 *
 * All in double precision in a fixed order, with {@link StrictMath}: the same examples give the
 * same weights, bit for bit. One thread; allocates nothing after it is made.
 */
final class FtrlProximal {
    private final LearningSpec spec;
    private final double alpha;
    private final double[] z;
    private final double[] n;
    private final double[] weights;

    /**
     * @param start what it goes on from
     */
    FtrlProximal(LearningSpec spec, LearnedState start) {
        this.spec = spec;
        alpha = spec.alpha();
        z = start.z().stream().mapToDouble(Double::doubleValue).toArray();
        n = start.n().stream().mapToDouble(Double::doubleValue).toArray();
        weights = start.weights(spec);
    }

    /** The margin of an example given by its active coordinates, added up in their order. */
    double margin(int[] coordinates, double[] values) {
        double sum = 0;
        for (int i = 0; i < coordinates.length; i++) {
            sum += weights[coordinates[i]] * values[i];
        }
        return sum;
    }

    /**
     * Learns from an example.
     *
     * @param coordinates active ones, each at most once
     * @param times how many times it counts
     */
    void learn(int[] coordinates, double[] values, boolean fraud, double times) {
        double p = 1 / (1 + StrictMath.exp(-margin(coordinates, values)));
        double error = times * (p - (fraud ? 1 : 0));
        for (int i = 0; i < coordinates.length; i++) {
            int c = coordinates[i];
            double g = error * values[i];
            double sum = n[c] + g * g;
            z[c] += g - (Math.sqrt(sum) - Math.sqrt(n[c])) / alpha * weights[c];
            n[c] = sum;
            weights[c] = spec.weight(z[c], n[c]);
        }
    }

    /** The weights as they are now, copied. */
    double[] weights() {
        return Arrays.copyOf(weights, weights.length);
    }

    /** All that was learned, copied. */
    LearnedState learned() {
        return new LearnedState(
                Arrays.stream(z).boxed().toList(), Arrays.stream(n).boxed().toList());
    }

    void save(StateSink sink) {
        sink.putLong(z.length);
        for (int i = 0; i < z.length; i++) {
            sink.putLong(Double.doubleToLongBits(z[i]));
            sink.putLong(Double.doubleToLongBits(n[i]));
        }
    }

    /**
     * @throws StateMismatchException when there are more or fewer weights
     */
    void load(StateSource source) {
        StateMismatchException.check("weights of a model", source.getLong(), z.length);
        for (int i = 0; i < z.length; i++) {
            z[i] = Double.longBitsToDouble(source.getLong());
            n[i] = Double.longBitsToDouble(source.getLong());
            weights[i] = spec.weight(z[i], n[i]);
        }
    }

    /**
     * Adds every coordinate to a hash.
     *
     * @param owner first word of each item
     */
    void hash(long owner, StateHash hash) {
        for (int i = 0; i < z.length; i++) {
            hash.word(owner)
                    .word(i)
                    .word(Double.doubleToLongBits(z[i]))
                    .word(Double.doubleToLongBits(n[i]))
                    .endItem();
        }
    }
}
