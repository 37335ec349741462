package dev.peregrine.state;

/**
 * A commutative 128-bit sum of item hashes: the order in which items are added does not matter.
 *
 * <p>Each item's words are mixed into two 64-bit lanes, which are added to the sum modulo 2^64
 * each.
 */
public final class StateHash {
    private static final long SEED_HIGH = 0x9E3779B97F4A7C15L;
    private static final long SEED_LOW = 0xC2B2AE3D27D4EB4FL;

    private static final int ITEMS_TOGETHER = 1 << 10;

    private long high;
    private long low;
    private long itemHigh = SEED_HIGH;
    private long itemLow = SEED_LOW;
    private final Runnable pause;
    private int items;

    public StateHash() {
        this(null);
    }

    /**
     * @param pause run after every {@value #ITEMS_TOGETHER} items, so that who hashes much can rest
     *     or give up; null for nothing
     */
    public StateHash(Runnable pause) {
        this.pause = pause;
    }

    /** Mixes a word into the current item. */
    public StateHash word(long word) {
        itemHigh = mix(itemHigh ^ word);
        itemLow = mix(itemLow + word * 0xD6E8FEB86659FD93L);
        return this;
    }

    /** Ends the current item: adds it to the sum. */
    public void endItem() {
        high += mix(itemHigh + itemLow);
        low += mix(itemLow ^ Long.rotateLeft(itemHigh, 32));
        itemHigh = SEED_HIGH;
        itemLow = SEED_LOW;
        if ((++items & (ITEMS_TOGETHER - 1)) == 0 && pause != null) {
            pause.run();
        }
    }

    public long high() {
        return high;
    }

    public long low() {
        return low;
    }

    /** Back to the empty sum. */
    public void reset() {
        high = 0;
        low = 0;
        itemHigh = SEED_HIGH;
        itemLow = SEED_LOW;
    }

    @Override
    public String toString() {
        return String.format("%016x%016x", high, low);
    }

    /**
     * Finaliser of splitmix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators,
     * 2014).
     */
    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
