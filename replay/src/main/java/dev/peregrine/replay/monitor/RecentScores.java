package dev.peregrine.replay.monitor;

import dev.peregrine.protocol.EventKeys;
import java.util.Arrays;

/**
 * Scores of the latest payments, by a hash of the payment's identity: of so many at least, and of
 * twice as many at most. One thread; allocates nothing after it is made.
 *
 * <p>Two hash tables with linear probing. One is filled; when it holds as many as are asked for,
 * the other, which holds those before, is cleared and filled next. So a payment costs one access to
 * memory that is not at hand, and nothing is ever taken out. An entry is a word: the upper 54 bits
 * of the key, mixed, and in the lower ten the score and 1; 0 is free. Memory: 32 to 64 bytes for
 * each payment that is asked for.
 */
final class RecentScores {
    static final int UNKNOWN = -1;

    private static final long SCORE = (1 << 10) - 1;
    private static final long TAKEN = SCORE;

    private final int capacity;
    private long[] now;
    private long[] before;
    private int filled;

    /**
     * @param capacity how many are remembered at least
     */
    RecentScores(int capacity) {
        this.capacity = capacity;
        int length = Integer.highestOneBit(2 * capacity - 1) << 1;
        now = new long[length];
        before = new long[length];
    }

    /**
     * Remembers a score.
     *
     * @param score 0 .. 999
     */
    void put(long key, int score) {
        if (filled == capacity) {
            long[] oldest = before;
            before = now;
            now = oldest;
            Arrays.fill(now, 0);
            filled = 0;
        }
        long mixed = EventKeys.mix(key);
        int place = place(now, mixed);
        filled += now[place] == 0 ? 1 : 0;
        now[place] = (mixed & ~SCORE) | (score + 1);
    }

    /** Score of a payment, or {@link #UNKNOWN}; it is then forgotten. */
    int take(long key) {
        long mixed = EventKeys.mix(key);
        int place = place(now, mixed);
        if (now[place] != 0) {
            return take(now, place);
        }
        place = place(before, mixed);
        return before[place] == 0 ? UNKNOWN : take(before, place);
    }

    private static int take(long[] table, int place) {
        long score = table[place] & SCORE;
        table[place] |= TAKEN;
        return score == TAKEN ? UNKNOWN : (int) score - 1;
    }

    /** Where a key is, or else the free place for it: a table is never more than half full. */
    private static int place(long[] table, long mixed) {
        int mask = table.length - 1;
        int place = (int) mixed & mask;
        while (table[place] != 0 && ((table[place] ^ mixed) & ~SCORE) != 0) {
            place = (place + 1) & mask;
        }
        return place;
    }
}
