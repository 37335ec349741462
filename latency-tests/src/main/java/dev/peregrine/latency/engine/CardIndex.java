package dev.peregrine.latency.engine;

/**
 * Keys of the cards that were seen, and how many of their events a touch of each reads. One thread.
 */
final class CardIndex {
    private final long[] high;
    private final long[] low;
    private final byte[] ends;
    private final boolean[] held;
    private int size;

    CardIndex(int cards) {
        high = new long[cards];
        low = new long[cards];
        ends = new byte[cards];
        held = new boolean[cards];
    }

    /**
     * Notes a card as of its latest event.
     *
     * @param counts events in each of its windows
     */
    void seen(int card, long keyHigh, long keyLow, long[] counts) {
        if (!held[card]) {
            held[card] = true;
            size++;
        }
        high[card] = keyHigh;
        low[card] = keyLow;
        ends[card] = (byte) differentEnds(counts);
    }

    /** Different events among the latest and the first of each window. */
    private static int differentEnds(long[] counts) {
        int different = 1;
        for (int i = 0; i < counts.length; i++) {
            boolean known = counts[i] <= 1;
            for (int j = 0; j < i; j++) {
                known |= counts[j] == counts[i];
            }
            different += known ? 0 : 1;
        }
        return different;
    }

    /** Cards seen. */
    int size() {
        return size;
    }

    /** The cards seen, each once, in random order. */
    int[] shuffled(long seed) {
        WorkloadRandom random = new WorkloadRandom(seed);
        int[] order = new int[size];
        int filled = 0;
        for (int card = 0; card < held.length; card++) {
            if (held[card]) {
                int swap = random.nextInt(filled + 1);
                order[filled] = order[swap];
                order[swap] = card;
                filled++;
            }
        }
        return order;
    }

    long high(int card) {
        return high[card];
    }

    long low(int card) {
        return low[card];
    }

    /** Events that a touch of a card reads, in the mean over the cards seen. */
    double meanEnds() {
        long sum = 0;
        for (int card = 0; card < held.length; card++) {
            sum += held[card] ? ends[card] : 0;
        }
        return (double) sum / size;
    }
}
