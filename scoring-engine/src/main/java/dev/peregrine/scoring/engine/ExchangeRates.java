package dev.peregrine.scoring.engine;

import dev.peregrine.state.StateHash;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import org.agrona.collections.Long2LongHashMap;

/**
 * A tenant's exchange rates, and conversion with them: amount x rate / 10^scale, rounded half-even.
 * A rate holds from its own sequence on. One thread.
 */
final class ExchangeRates {
    /** {@link #convert}: no rate for the pair. */
    static final long NO_RATE = -1;

    /** {@link #convert}: the converted amount is beyond what is counted. */
    static final long OVERFLOW = -2;

    private static final long MISSING = 0;
    private static final long[] POWERS_OF_TEN = new long[13];

    static {
        POWERS_OF_TEN[0] = 1;
        for (int i = 1; i < POWERS_OF_TEN.length; i++) {
            POWERS_OF_TEN[i] = 10 * POWERS_OF_TEN[i - 1];
        }
    }

    private final Long2LongHashMap rates = new Long2LongHashMap(MISSING);
    private final Long2LongHashMap scales = new Long2LongHashMap(MISSING);

    /** Sets a rate: positive, with 0 .. 12 decimals. */
    void put(int from, int to, long rate, int scale) {
        long pair = pair(from, to);
        rates.put(pair, rate);
        scales.put(pair, POWERS_OF_TEN[scale]);
    }

    /**
     * Converts a non-negative amount of minor units; a negative answer is {@link #NO_RATE} or
     * {@link #OVERFLOW}.
     */
    long convert(long amountMinor, int from, int to) {
        if (from == to) {
            return amountMinor;
        }
        long pair = pair(from, to);
        long rate = rates.get(pair);
        if (rate == MISSING) {
            return NO_RATE;
        }
        if (Math.multiplyHigh(amountMinor, rate) != 0 || amountMinor * rate < 0) {
            return OVERFLOW;
        }
        long product = amountMinor * rate;
        long unit = scales.get(pair);
        long quotient = product / unit;
        long twice = 2 * (product % unit);
        if (twice > unit || (twice == unit && (quotient & 1) == 1)) {
            quotient++;
        }
        return quotient;
    }

    void save(StateSink sink) {
        sink.putLong(rates.size());
        rates.forEachLong(
                (pair, rate) -> {
                    sink.putLong(pair);
                    sink.putLong(rate);
                    sink.putLong(scales.get(pair));
                });
    }

    void load(StateSource source) {
        for (long left = source.getLong(); left > 0; left--) {
            long pair = source.getLong();
            rates.put(pair, source.getLong());
            scales.put(pair, source.getLong());
        }
    }

    void hash(int tenantId, StateHash hash) {
        rates.forEachLong(
                (pair, rate) ->
                        hash.word(tenantId).word(pair).word(rate).word(scales.get(pair)).endItem());
    }

    private static long pair(int from, int to) {
        return ((long) from << 16) | to;
    }
}
