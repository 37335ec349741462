package dev.peregrine.policy.model;

/**
 * How an {@link OnlineModel} learns.
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
        double fraudWeight) {}
