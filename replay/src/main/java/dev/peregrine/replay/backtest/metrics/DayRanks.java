package dev.peregrine.replay.backtest.metrics;

import dev.peregrine.replay.backtest.checkpoint.StateValues;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * One day's cards, each by the highest rank of its transactions, and the day's highest
 * transactions. Equal ranks are put in order by a hash, so that neither the file's order nor the
 * cards' names favour any. One thread.
 */
final class DayRanks {
    /** A transaction or card in the day's order. */
    private record Candidate(double rank, long tie, boolean fraud, CardKey card) {
        private static final Comparator<Candidate> WEAKEST_FIRST =
                Comparator.comparingDouble(Candidate::rank).thenComparingLong(Candidate::tie);
    }

    private final int maxK;
    private final PriorityQueue<Candidate> transactions =
            new PriorityQueue<>(Candidate.WEAKEST_FIRST);
    private long[] high = new long[1024];
    private long[] low = new long[1024];
    private double[] rank = new double[1024];
    private byte[] state = new byte[1024];
    private int cards;

    private static final byte USED = 1;
    private static final byte FRAUD = 2;

    DayRanks(int maxK) {
        this.maxK = maxK;
    }

    void add(double transactionRank, long tie, boolean fraud, long cardHigh, long cardLow) {
        if (hasRoom(transactions, maxK, transactionRank, tie)) {
            transactions.add(new Candidate(transactionRank, tie, fraud, null));
        }
        if ((cardHigh | cardLow) == 0) {
            return;
        }
        int place = place(high, low, state, cardHigh, cardLow);
        if (state[place] == 0) {
            high[place] = cardHigh;
            low[place] = cardLow;
            rank[place] = transactionRank;
            state[place] = USED;
            cards++;
        }
        rank[place] = Math.max(rank[place], transactionRank);
        state[place] |= fraud ? FRAUD : 0;
        if (cards > high.length / 2) {
            grow();
        }
    }

    /** Frauds among the day's k highest transactions, divided by k. */
    double precision(int k) {
        List<Candidate> sorted =
                transactions.stream().sorted(Candidate.WEAKEST_FIRST.reversed()).limit(k).toList();
        return sorted.stream().filter(Candidate::fraud).count() / (double) k;
    }

    /**
     * Cards with fraud among the day's k highest cards, divided by k.
     *
     * @param leftOut cards that are passed over; those found are added
     * @param remove whether those found are added
     */
    double cardPrecision(int k, Set<CardKey> leftOut, boolean remove) {
        PriorityQueue<Candidate> best = new PriorityQueue<>(Candidate.WEAKEST_FIRST);
        for (int i = 0; i < state.length; i++) {
            CardKey card = state[i] == 0 ? null : new CardKey(high[i], low[i]);
            if (card != null && !leftOut.contains(card) && hasRoom(best, k, rank[i], card.low())) {
                best.add(new Candidate(rank[i], card.low(), (state[i] & FRAUD) != 0, card));
            }
        }
        int found = 0;
        for (Candidate candidate : best) {
            if (candidate.fraud) {
                found++;
                if (remove) {
                    leftOut.add(candidate.card);
                }
            }
        }
        return found / (double) k;
    }

    /** Cards with fraud on that day. */
    int compromised() {
        int count = 0;
        for (byte s : state) {
            count += (s & FRAUD) != 0 ? 1 : 0;
        }
        return count;
    }

    int cards() {
        return cards;
    }

    /** In the order of the queue, which it has again when they are added in it. */
    void save(StateSink sink) {
        sink.putLong(transactions.size());
        for (Candidate candidate : transactions) {
            StateValues.putDouble(sink, candidate.rank);
            sink.putLong(candidate.tie);
            StateValues.putFlag(sink, candidate.fraud);
        }
        sink.putLong(cards);
        sink.putLong(high.length);
        for (int i = 0; i < high.length; i++) {
            if (state[i] != 0) {
                sink.putLong(i);
                sink.putLong(high[i]);
                sink.putLong(low[i]);
                StateValues.putDouble(sink, rank[i]);
                sink.putLong(state[i]);
            }
        }
    }

    void load(StateSource source) {
        int count = StateValues.getInt(source);
        for (int i = 0; i < count; i++) {
            transactions.add(
                    new Candidate(
                            StateValues.getDouble(source),
                            source.getLong(),
                            StateValues.getFlag(source),
                            null));
        }
        cards = StateValues.getInt(source);
        int length = StateValues.getInt(source);
        high = new long[length];
        low = new long[length];
        rank = new double[length];
        state = new byte[length];
        for (int i = 0; i < cards; i++) {
            int place = StateValues.getInt(source);
            high[place] = source.getLong();
            low[place] = source.getLong();
            rank[place] = StateValues.getDouble(source);
            state[place] = (byte) source.getLong();
        }
    }

    /** Whether one more belongs to the k highest; the weakest of them makes room. */
    private static boolean hasRoom(PriorityQueue<Candidate> best, int k, double rank, long tie) {
        if (best.size() < k) {
            return true;
        }
        Candidate weakest = best.peek();
        if (rank < weakest.rank || (rank == weakest.rank && tie <= weakest.tie)) {
            return false;
        }
        best.remove();
        return true;
    }

    private void grow() {
        int length = 2 * high.length;
        long[] newHigh = new long[length];
        long[] newLow = new long[length];
        double[] newRank = new double[length];
        byte[] newState = new byte[length];
        for (int i = 0; i < high.length; i++) {
            if (state[i] != 0) {
                int place = place(newHigh, newLow, newState, high[i], low[i]);
                newHigh[place] = high[i];
                newLow[place] = low[i];
                newRank[place] = rank[i];
                newState[place] = state[i];
            }
        }
        high = newHigh;
        low = newLow;
        rank = newRank;
        state = newState;
    }

    private static int place(long[] high, long[] low, byte[] state, long cardHigh, long cardLow) {
        int mask = high.length - 1;
        int place = (int) cardLow & mask;
        while (state[place] != 0 && (high[place] != cardHigh || low[place] != cardLow)) {
            place = place + 1 & mask;
        }
        return place;
    }
}
