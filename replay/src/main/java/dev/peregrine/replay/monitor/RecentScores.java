package dev.peregrine.replay.monitor;

import org.agrona.collections.Long2LongHashMap;

/**
 * Scores of the latest payments, up to a number of them, by a hash of the payment's identity. One
 * thread; allocates nothing after it is made.
 */
final class RecentScores {
    static final int UNKNOWN = -1;

    private static final float LOAD = 0.5f;

    private final Long2LongHashMap scores;
    private final long[] keys;
    private long added;

    RecentScores(int capacity) {
        keys = new long[capacity];
        scores = new Long2LongHashMap(2 * capacity, LOAD, UNKNOWN, false);
    }

    void put(long key, int score) {
        int place = (int) (added++ % keys.length);
        if (added > keys.length) {
            scores.remove(keys[place]);
        }
        keys[place] = key;
        scores.put(key, score);
    }

    /** Score of a payment, or {@link #UNKNOWN}; it is then forgotten. */
    int take(long key) {
        return (int) scores.remove(key);
    }
}
