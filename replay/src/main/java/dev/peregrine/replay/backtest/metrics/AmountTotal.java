package dev.peregrine.replay.backtest.metrics;

import dev.peregrine.replay.backtest.checkpoint.StateValues;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.math.BigDecimal;
import java.math.BigInteger;

/** A sum of amounts that cannot overflow. One thread. */
final class AmountTotal {
    private static final long SPILL = 1L << 62;

    private long minor;
    private BigInteger spilled = BigInteger.ZERO;

    /** Adds minor units, 0 .. 2^53. */
    void add(long amountMinor) {
        minor += amountMinor;
        if (minor >= SPILL) {
            spilled = spilled.add(BigInteger.valueOf(minor));
            minor = 0;
        }
    }

    void add(AmountTotal other) {
        spilled = spilled.add(other.spilled).add(BigInteger.valueOf(other.minor));
    }

    /** The sum in major units. */
    BigDecimal major(int scale) {
        return new BigDecimal(spilled.add(BigInteger.valueOf(minor)), scale);
    }

    void save(StateSink sink) {
        sink.putLong(minor);
        StateValues.putBytes(sink, spilled.toByteArray());
    }

    void load(StateSource source) {
        minor = source.getLong();
        spilled = new BigInteger(StateValues.getBytes(source));
    }

    static void save(AmountTotal[] totals, StateSink sink) {
        for (AmountTotal total : totals) {
            total.save(sink);
        }
    }

    static void load(AmountTotal[] totals, StateSource source) {
        for (AmountTotal total : totals) {
            total.load(source);
        }
    }
}
