package dev.peregrine.replay.backtest.metrics;

import dev.peregrine.replay.backtest.checkpoint.StateValues;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;

/**
 * Poisson numbers from a seed, for the bootstrap: a sample of n drawn with replacement holds each
 * of its n members Poisson(1) times, near enough. The same seed gives the same numbers everywhere.
 * One thread.
 */
public final class PoissonSource {
    private static final double LARGE = 64;
    private static final double[] ONE = cumulative();

    private long state;
    private double spare = Double.NaN;

    /** Numbers from a seed. */
    public PoissonSource(long seed) {
        state = seed;
    }

    /** How often one member is drawn. */
    public int one() {
        double uniform = uniform();
        int k = 0;
        while (k < ONE.length && uniform >= ONE[k]) {
            k++;
        }
        return k;
    }

    /** How often members of that number are drawn in all. From 64 on by the normal law. */
    long of(long members) {
        if (members == 1) {
            return one();
        }
        if (members >= LARGE) {
            return Math.max(0, Math.round(members + StrictMath.sqrt((double) members) * normal()));
        }
        double limit = StrictMath.exp((double) -members);
        double product = uniform();
        long k = 0;
        while (product > limit) {
            product *= uniform();
            k++;
        }
        return k;
    }

    /** Uniform in [0, 1). */
    double uniform() {
        return (next() >>> 11) * 0x1.0p-53;
    }

    void save(StateSink sink) {
        sink.putLong(state);
        StateValues.putDouble(sink, spare);
    }

    void load(StateSource source) {
        state = source.getLong();
        spare = StateValues.getDouble(source);
    }

    private double normal() {
        if (!Double.isNaN(spare)) {
            double value = spare;
            spare = Double.NaN;
            return value;
        }
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform()));
        double angle = 2 * Math.PI * uniform();
        spare = radius * StrictMath.sin(angle);
        return radius * StrictMath.cos(angle);
    }

    /** SplitMix64. */
    private long next() {
        state += 0x9E3779B97F4A7C15L;
        return Hashes.mix(state);
    }

    private static double[] cumulative() {
        double[] sums = new double[17];
        double term = StrictMath.exp(-1);
        double sum = 0;
        for (int k = 0; k < sums.length; k++) {
            sum += term;
            sums[k] = sum;
            term /= k + 1;
        }
        return sums;
    }
}
