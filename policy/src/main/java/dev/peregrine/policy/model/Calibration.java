package dev.peregrine.policy.model;

import java.util.Arrays;

/**
 * Map from a champion's margin to a score: straight lines between given points, level outside of
 * them, rounded to the nearest whole number, halves upwards; or 999 times the probability. Either
 * way it never rises where it fell before: equal margins give equal scores, and a greater margin
 * never a lower score when the points ascend, never a higher one when they descend. Immutable.
 */
public final class Calibration {
    /** Greatest score. */
    public static final int MAX_SCORE = 999;

    private final double[] margins;
    private final double[] scores;
    private final Link link;

    private Calibration(double[] margins, double[] scores, Link link) {
        this.margins = margins;
        this.scores = scores;
        this.link = link;
    }

    /**
     * By points.
     *
     * @param margins ascending, at least one
     * @param scores as many, 0 .. 999, never falling or never rising
     */
    public static Calibration ofPoints(double[] margins, double[] scores) {
        return new Calibration(margins.clone(), scores.clone(), null);
    }

    /** By probability. */
    public static Calibration ofProbability(Link link) {
        return new Calibration(new double[0], new double[0], link);
    }

    /**
     * Score of a margin, 0 .. 999. A margin that is no number, which only an overflow within the
     * model can make, has the greatest score of the map.
     */
    public int score(double margin) {
        if (Double.isNaN(margin)) {
            return link != null ? MAX_SCORE : round(Math.max(scores[0], scores[scores.length - 1]));
        }
        return round(link != null ? MAX_SCORE * link.probability(margin) : between(margin));
    }

    private double between(double margin) {
        int last = margins.length - 1;
        if (margin <= margins[0]) {
            return scores[0];
        }
        if (margin >= margins[last]) {
            return scores[last];
        }
        int found = Arrays.binarySearch(margins, margin);
        if (found >= 0) {
            return scores[found];
        }
        int high = -found - 1;
        double part = (margin - margins[high - 1]) / (margins[high] - margins[high - 1]);
        return scores[high - 1] + part * (scores[high] - scores[high - 1]);
    }

    private static int round(double score) {
        return (int) Math.floor(score + 0.5);
    }
}
