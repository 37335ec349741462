package dev.peregrine.replay.backtest.metrics;

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
}
