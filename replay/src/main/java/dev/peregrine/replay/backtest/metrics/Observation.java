package dev.peregrine.replay.backtest.metrics;

/**
 * What is known of a transaction whatever the policy. Filled by its owner and used again. {@code 0}
 * in both words of the card is a transaction without one.
 */
public final class Observation {
    public long eventTimeNs;
    public long amountMinor;
    public Outcome outcome = Outcome.GOOD;
    public long cardHigh;
    public long cardLow;
    public int merchantCategory;
    public int merchantCountry;
    public int channel;

    /** Becomes equal to another. */
    public void copyFrom(Observation other) {
        eventTimeNs = other.eventTimeNs;
        amountMinor = other.amountMinor;
        outcome = other.outcome;
        cardHigh = other.cardHigh;
        cardLow = other.cardLow;
        merchantCategory = other.merchantCategory;
        merchantCountry = other.merchantCountry;
        channel = other.channel;
    }
}
