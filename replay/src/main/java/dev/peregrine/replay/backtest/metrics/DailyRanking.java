package dev.peregrine.replay.backtest.metrics;

import dev.peregrine.replay.backtest.checkpoint.StateValues;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Precision of what people could look at in a day: of the k highest transactions, and of the k
 * highest cards, by the Handbook's definition ({@code card_precision_top_k}). A card ranks by its
 * highest transaction of the day and counts as found when one of its transactions of that day is
 * fraud; the number is divided by k even where there are fewer cards. With removal, a card that was
 * found is passed over from the next day on.
 *
 * <p>Days are UTC. At most two days are open at a time: a transaction that comes after its day was
 * closed is left out and counted. Memory: the cards of two days, and those found. One thread.
 */
public final class DailyRanking {
    private static final long DAY_NS = 86_400_000_000_000L;
    private static final int OPEN_DAYS = 2;

    private final int[] ks;
    private final List<Set<CardKey>> found = new ArrayList<>();
    private final TreeMap<Long, DayRanks> open = new TreeMap<>();
    private final List<Day> days = new ArrayList<>();
    private long closedBefore = Long.MIN_VALUE;
    private long late;

    /**
     * A day's figures; index i of each array belongs to the i-th k.
     *
     * @param day days since 1970
     * @param cards different cards
     * @param compromised cards with fraud
     * @param precision of the highest transactions
     * @param cardPrecision of the highest cards
     * @param cardPrecisionRemoved the same, cards found on earlier days passed over
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Day(
            long day,
            int cards,
            int compromised,
            double[] precision,
            double[] cardPrecision,
            double[] cardPrecisionRemoved) {
        private void save(StateSink sink) {
            sink.putLong(day);
            sink.putLong(cards);
            sink.putLong(compromised);
            StateValues.putDoubles(sink, precision);
            StateValues.putDoubles(sink, cardPrecision);
            StateValues.putDoubles(sink, cardPrecisionRemoved);
        }

        private static Day load(StateSource source, int ks) {
            Day loaded =
                    new Day(
                            source.getLong(),
                            StateValues.getInt(source),
                            StateValues.getInt(source),
                            new double[ks],
                            new double[ks],
                            new double[ks]);
            StateValues.getDoubles(source, loaded.precision);
            StateValues.getDoubles(source, loaded.cardPrecision);
            StateValues.getDoubles(source, loaded.cardPrecisionRemoved);
            return loaded;
        }
    }

    /** What one of the figures is of. */
    public enum Figure {
        PRECISION,
        CARD_PRECISION,
        CARD_PRECISION_REMOVED
    }

    /**
     * @param ks how many people look at in a day
     */
    public DailyRanking(int... ks) {
        this.ks = ks.clone();
        for (int i = 0; i < ks.length; i++) {
            found.add(new HashSet<>());
        }
    }

    /** Adds a transaction of known outcome; both words of the card 0 where it has none. */
    public void add(long eventTimeNs, double rank, boolean fraud, long cardHigh, long cardLow) {
        long day = Math.floorDiv(eventTimeNs, DAY_NS);
        if (day < closedBefore) {
            late++;
            return;
        }
        DayRanks ranks = open.get(day);
        if (ranks == null) {
            ranks = new DayRanks(maxK());
            open.put(day, ranks);
            while (open.size() > OPEN_DAYS) {
                close(open.pollFirstEntry());
            }
            if (day < closedBefore) {
                late++;
                return;
            }
        }
        long tie = Hashes.mix(cardLow ^ Hashes.mix(eventTimeNs));
        ranks.add(rank, tie, fraud, cardHigh, cardLow);
    }

    /** Closes all days. */
    public void finish() {
        while (!open.isEmpty()) {
            close(open.pollFirstEntry());
        }
    }

    /** Days with transactions, in order; complete after {@link #finish}. */
    public List<Day> days() {
        return List.copyOf(days);
    }

    /** Transactions left out because they came after their day was closed. */
    public long late() {
        return late;
    }

    /** The sizes. */
    public int[] ks() {
        return ks.clone();
    }

    /** A figure's mean over the days; NaN without days. */
    public double mean(Figure figure, int index) {
        return mean(values(figure, index));
    }

    /** The mean's interval: days are drawn with replacement. */
    public Interval interval(Figure figure, int index, int replicates, long seed) {
        double[] values = values(figure, index);
        PoissonSource draws = new PoissonSource(seed);
        double[] means = new double[replicates];
        for (int r = 0; r < replicates; r++) {
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                sum += values[(int) (draws.uniform() * values.length)];
            }
            means[r] = sum / values.length;
        }
        return Interval.of(means);
    }

    void save(StateSink sink) {
        sink.putLong(closedBefore);
        sink.putLong(late);
        for (Set<CardKey> cards : found) {
            sink.putLong(cards.size());
            cards.forEach(card -> card.save(sink));
        }
        sink.putLong(open.size());
        open.forEach(
                (day, ranks) -> {
                    sink.putLong(day);
                    ranks.save(sink);
                });
        sink.putLong(days.size());
        days.forEach(day -> day.save(sink));
    }

    void load(StateSource source) {
        closedBefore = source.getLong();
        late = source.getLong();
        for (Set<CardKey> cards : found) {
            int size = StateValues.getInt(source);
            for (int i = 0; i < size; i++) {
                cards.add(CardKey.load(source));
            }
        }
        int openDays = StateValues.getInt(source);
        for (int i = 0; i < openDays; i++) {
            long day = source.getLong();
            DayRanks ranks = new DayRanks(maxK());
            ranks.load(source);
            open.put(day, ranks);
        }
        int closedDays = StateValues.getInt(source);
        for (int i = 0; i < closedDays; i++) {
            days.add(Day.load(source, ks.length));
        }
    }

    private double[] values(Figure figure, int index) {
        return days.stream()
                .mapToDouble(
                        day ->
                                switch (figure) {
                                    case PRECISION -> day.precision[index];
                                    case CARD_PRECISION -> day.cardPrecision[index];
                                    case CARD_PRECISION_REMOVED -> day.cardPrecisionRemoved[index];
                                })
                .toArray();
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private int maxK() {
        int max = 0;
        for (int k : ks) {
            max = Math.max(max, k);
        }
        return max;
    }

    private void close(Map.Entry<Long, DayRanks> entry) {
        DayRanks ranks = entry.getValue();
        closedBefore = Math.max(closedBefore, entry.getKey() + 1);
        double[] precision = new double[ks.length];
        double[] cards = new double[ks.length];
        double[] removed = new double[ks.length];
        for (int i = 0; i < ks.length; i++) {
            precision[i] = ranks.precision(ks[i]);
            cards[i] = ranks.cardPrecision(ks[i], Set.of(), false);
            removed[i] = ranks.cardPrecision(ks[i], found.get(i), true);
        }
        days.add(
                new Day(
                        entry.getKey(),
                        ranks.cards(),
                        ranks.compromised(),
                        precision,
                        cards,
                        removed));
    }
}
