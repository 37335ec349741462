package dev.peregrine.replay.backtest.metrics;

import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;

/** A card, account or customer by a 128-bit hash of its token. */
record CardKey(long high, long low) implements Comparable<CardKey> {
    @Override
    public int compareTo(CardKey other) {
        int byHigh = Long.compare(high, other.high);
        return byHigh != 0 ? byHigh : Long.compare(low, other.low);
    }

    @Override
    public int hashCode() {
        return (int) low;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CardKey key && key.high == high && key.low == low;
    }

    void save(StateSink sink) {
        sink.putLong(high);
        sink.putLong(low);
    }

    static CardKey load(StateSource source) {
        return new CardKey(source.getLong(), source.getLong());
    }
}
