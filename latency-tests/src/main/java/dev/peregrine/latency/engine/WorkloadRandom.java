package dev.peregrine.latency.engine;

/** SplitMix64: the same numbers from the same seed on every JVM. Allocates nothing. One thread. */
final class WorkloadRandom {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    WorkloadRandom(long seed) {
        state = seed;
    }

    /** A bijective scramble of 64 bits. */
    static long mix(long value) {
        long z = value + GOLDEN;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** A number 0 .. bound - 1 that depends on the key alone. */
    static int choose(long key, int bound) {
        return (int) (((mix(key) >>> 32) * bound) >>> 32);
    }

    long nextLong() {
        long mixed = mix(state);
        state += GOLDEN;
        return mixed;
    }

    /** 0 .. bound - 1. */
    int nextInt(int bound) {
        return (int) (((nextLong() >>> 32) * bound) >>> 32);
    }

    /** 0 inclusive .. 1 exclusive. */
    double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }
}
