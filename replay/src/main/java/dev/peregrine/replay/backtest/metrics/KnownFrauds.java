package dev.peregrine.replay.backtest.metrics;

import dev.peregrine.replay.backtest.checkpoint.StateValues;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Cards that are known to have been used for fraud by the start of a day (UTC): a card that is
 * blocked already needs no alert. Holds the cards of frauds. One thread.
 */
public final class KnownFrauds {
    private static final long DAY_NS = 86_400_000_000_000L;

    private record Pending(long knownAtNs, CardKey card) {}

    private final PriorityQueue<Pending> pending =
            new PriorityQueue<>((a, b) -> Long.compare(a.knownAtNs, b.knownAtNs));
    private final Set<CardKey> known = new HashSet<>();
    private final long sinceNs;

    /**
     * @param sinceNs frauds of an earlier event time are left out
     */
    public KnownFrauds(long sinceNs) {
        this.sinceNs = sinceNs;
    }

    /** Adds a fraud. */
    public void add(long eventTimeNs, long knownAtNs, long cardHigh, long cardLow) {
        if (eventTimeNs >= sinceNs && (cardHigh | cardLow) != 0) {
            pending.add(new Pending(knownAtNs, new CardKey(cardHigh, cardLow)));
        }
    }

    /** True when a fraud of the card is known by the start of that time's day. */
    public boolean contains(long eventTimeNs, long cardHigh, long cardLow) {
        long dayStartNs = eventTimeNs - Math.floorMod(eventTimeNs, DAY_NS);
        while (!pending.isEmpty() && pending.peek().knownAtNs <= dayStartNs) {
            known.add(pending.remove().card);
        }
        return !known.isEmpty() && known.contains(new CardKey(cardHigh, cardLow));
    }

    /** Puts the cards into a checkpoint. */
    public void save(StateSink sink) {
        sink.putLong(pending.size());
        for (Pending fraud : pending) {
            sink.putLong(fraud.knownAtNs);
            fraud.card.save(sink);
        }
        sink.putLong(known.size());
        known.forEach(card -> card.save(sink));
    }

    /** Takes what {@link #save} put. */
    public void load(StateSource source) {
        int waiting = StateValues.getInt(source);
        for (int i = 0; i < waiting; i++) {
            pending.add(new Pending(source.getLong(), CardKey.load(source)));
        }
        int size = StateValues.getInt(source);
        for (int i = 0; i < size; i++) {
            known.add(CardKey.load(source));
        }
    }
}
