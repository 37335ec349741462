package dev.peregrine.latency.simulator;

/**
 * SplitMix64, with streams split off by key, so that what one customer draws never depends on
 * another. Transcendental functions are {@link StrictMath}'s: the same on every JVM.
 */
final class SimRandom {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final double IRWIN_HALL_SCALE = 1.7320508075688772;

    private long state;

    SimRandom(long seed) {
        state = seed;
    }

    /** A bijective scramble of 64 bits. */
    static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Seed of the stream of a key under a seed. */
    static long streamSeed(long seed, long key) {
        return mix(mix(seed + GOLDEN) ^ mix(key * GOLDEN + 1));
    }

    void reseed(long seed) {
        state = seed;
    }

    long state() {
        return state;
    }

    long nextLong() {
        state += GOLDEN;
        return mix(state);
    }

    /** 0 .. bound - 1. */
    int nextInt(int bound) {
        return (int) (((nextLong() >>> 32) * bound) >>> 32);
    }

    /** from .. to - 1. */
    long between(long from, long to) {
        return from + (long) (nextDouble() * (to - from));
    }

    /** 0 inclusive .. 1 exclusive. */
    double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    boolean chance(double probability) {
        return nextDouble() < probability;
    }

    /** Mean 1. */
    double exponential() {
        return -StrictMath.log(1.0 - nextDouble());
    }

    /** Near normal with mean 0 and deviation 1: a sum of four uniforms, so never beyond 3.47. */
    double gaussian() {
        long bits = nextLong();
        long sum =
                (bits & 0xFFFF)
                        + ((bits >>> 16) & 0xFFFF)
                        + ((bits >>> 32) & 0xFFFF)
                        + (bits >>> 48);
        return (sum / 65536.0 - 2.0) * IRWIN_HALL_SCALE;
    }

    double logNormal(double median, double sigma) {
        return median * StrictMath.exp(sigma * gaussian());
    }
}
