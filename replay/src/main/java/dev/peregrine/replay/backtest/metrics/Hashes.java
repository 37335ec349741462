package dev.peregrine.replay.backtest.metrics;

/** Hashes that are the same everywhere. */
public final class Hashes {
    private static final long PRIME = 0x9E3779B97F4A7C15L;

    private Hashes() {}

    /** Mixes all bits into all (Stafford's variant 13). */
    public static long mix(long value) {
        long x = value;
        x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
        return x ^ (x >>> 31);
    }

    /** A 64-bit hash of bytes; two seeds make 128 bits. */
    public static long of(byte[] bytes, int offset, int length, long seed) {
        long hash = mix(seed + length);
        long word = 0;
        for (int i = 0; i < length; i++) {
            word = (word << 8) | (bytes[offset + i] & 0xFF);
            if ((i & 7) == 7) {
                hash = mix((hash ^ word) * PRIME);
                word = 0;
            }
        }
        return mix((hash ^ word) * PRIME);
    }
}
