package dev.peregrine.latency.simulator;

import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.Channel;
import dev.peregrine.protocol.codec.Purpose;

/**
 * A payment and the truth about it. Mutable and reused. Identities are numbers; {@link Tokens} says
 * how they are written. {@link #NONE} stands for an absent one.
 */
public final class SimulatedTransaction {
    /** An absent identity or coordinate. */
    public static final int NONE = Integer.MIN_VALUE;

    /** Number of the transaction in its stream, from 0. */
    public long number;

    public long eventTimeNs;
    public Purpose purpose = Purpose.BACK_FILL;
    public Action actionTaken = Action.NULL_VAL;
    public Channel channel = Channel.UNKNOWN;
    public long amountMinor;

    /** ISO 4217 numeric code; always the euro. */
    public int currency = 978;

    public int merchantCategory;
    Country merchantCountry = Country.DE;
    Country issuerCountry = Country.DE;

    /** Address as in the schema; both 0 when absent. */
    public long ipHigh;

    public long ipLow;
    public int latitudeMicro;
    public int longitudeMicro;
    public int customer;
    public long card;
    public int merchant;
    public int terminal;
    public long device;
    public long email;
    public int emailDomain;

    /** What it really is. */
    public FraudType truth = FraudType.NONE;

    /** Where the merchant is, ISO 3166-1 alpha-2. */
    public String merchantCountry() {
        return merchantCountry.name();
    }

    /** Where the card was issued, ISO 3166-1 alpha-2. */
    public String issuerCountry() {
        return issuerCountry.name();
    }

    /** Whether the payment was made on line, so that device, address and e-mail are known. */
    public boolean online() {
        return device != NONE;
    }

    /** Takes everything over from another. */
    public void copyFrom(SimulatedTransaction other) {
        number = other.number;
        eventTimeNs = other.eventTimeNs;
        purpose = other.purpose;
        actionTaken = other.actionTaken;
        channel = other.channel;
        amountMinor = other.amountMinor;
        currency = other.currency;
        merchantCategory = other.merchantCategory;
        merchantCountry = other.merchantCountry;
        issuerCountry = other.issuerCountry;
        ipHigh = other.ipHigh;
        ipLow = other.ipLow;
        latitudeMicro = other.latitudeMicro;
        longitudeMicro = other.longitudeMicro;
        customer = other.customer;
        card = other.card;
        merchant = other.merchant;
        terminal = other.terminal;
        device = other.device;
        email = other.email;
        emailDomain = other.emailDomain;
        truth = other.truth;
    }
}
