package dev.peregrine.policy.model;

/**
 * How an {@link OnlineModel} learns: the parameters of FTRL-Proximal (McMahan et al., Ad Click
 * Prediction: a View from the Trenches, KDD 2013), and what is learned from when. A coordinate's
 * state is z and n, the sum of its squared gradients; its weight follows from them.
 *
 * @param alpha step size of FTRL-Proximal; positive
 * @param beta its smoothing; not negative
 * @param l1 weight of the sum of absolute weights: greater values make more weights zero
 * @param l2 weight of half the sum of squared weights
 * @param horizonNs how long a payment waits for its label before it counts as legitimate, in
 *     nanoseconds of ingress time
 * @param capacity greatest number of payments that wait at a time
 * @param negatives part of the legitimate payments that is learned from, 0 exclusive .. 1; each
 *     counts 1 / negatives times
 * @param fraudWeight how many times a fraud counts
 */
public record LearningSpec(
        double alpha,
        double beta,
        double l1,
        double l2,
        long horizonNs,
        int capacity,
        double negatives,
        double fraudWeight) {
    /**
     * The weight of a coordinate:
     *
     * <pre>
     *   0                                                           if |z| &lt;= l1
     *   -(z - sign(z) l1) / ((beta + sqrt(n)) / alpha + l2)         otherwise
     * </pre>
     *
     * @param n not negative
     */
    public double weight(double z, double n) {
        if (Math.abs(z) <= l1) {
            return 0;
        }
        return -(z - Math.signum(z) * l1) / ((beta + Math.sqrt(n)) / alpha + l2);
    }

    /** The z of a coordinate that starts with a weight and has not been moved: its n is 0. */
    public double startZ(double weight) {
        return weight == 0 ? 0 : -weight * (beta / alpha + l2) - Math.signum(weight) * l1;
    }
}
