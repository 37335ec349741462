package dev.peregrine.replay.lane;

/**
 * The exact test of McNemar, "Note on the sampling error of the difference between correlated
 * proportions or percentages", Psychometrika 12 (1947): of payments on which exactly one of two
 * policies is right, each is the one that is right with probability 1/2 if neither is better. The
 * two-sided binomial probability of a split at least as uneven is given, as Fagerland, Lydersen,
 * Laake, BMC Medical Research Methodology 13:91 (2013), formula for the exact conditional test.
 */
final class McNemar {
    /** From here on the normal law with continuity correction: within 1e-3 of the binomial. */
    private static final long MAX_EXACT = 20_000;

    private McNemar() {}

    /**
     * The test's p-value.
     *
     * @param first payments on which only the first is right
     * @param second payments on which only the second is right
     * @return 0 .. 1; 1 without any
     */
    static double pValue(long first, long second) {
        long trials = first + second;
        long fewer = Math.min(first, second);
        if (trials == 0) {
            return 1;
        }
        if (trials > MAX_EXACT) {
            double z =
                    Math.max(0, Math.abs((double) (first - second)) - 1)
                            / StrictMath.sqrt((double) trials);
            return complementaryError(z / StrictMath.sqrt(2));
        }
        double logTerm = -trials * StrictMath.log(2);
        double sum = StrictMath.exp(logTerm);
        for (long k = 1; k <= fewer; k++) {
            logTerm += StrictMath.log((double) (trials - k + 1) / k);
            sum += StrictMath.exp(logTerm);
        }
        return Math.min(1, 2 * sum);
    }

    /** erfc for x of at least 0, by formula 7.1.26 of Abramowitz and Stegun, to 1.5e-7. */
    private static double complementaryError(double x) {
        double t = 1 / (1 + 0.3275911 * x);
        double sum =
                ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t
                                + 0.254829592)
                        * t;
        return sum * StrictMath.exp(-x * x);
    }
}
