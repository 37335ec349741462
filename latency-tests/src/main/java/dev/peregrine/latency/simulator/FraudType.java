package dev.peregrine.latency.simulator;

import java.util.Locale;

/** What a simulated transaction really is. */
public enum FraudType {
    /** Made by the cardholder. */
    NONE(0),
    /** Small amounts on many stolen card numbers at one shop, then purchases on those that work. */
    CARD_TESTING(1),
    /** The customer's account from a new device, at new merchants, with rising amounts. */
    ACCOUNT_TAKEOVER(2),
    /** A card used where its holder cannot be, minutes after its holder used it at home. */
    STOLEN_CARD(3),
    /** Through a terminal that was tampered with, or elsewhere on a card that was copied there. */
    COMPROMISED_TERMINAL(4);

    private final int index;
    private final String label = name().toLowerCase(Locale.ROOT).replace('_', ' ');

    FraudType(int index) {
        this.index = index;
    }

    /** Place of the type in arrays, from 0. */
    public int index() {
        return index;
    }

    /** Whether somebody other than the cardholder made the payment. */
    public boolean isFraud() {
        return this != NONE;
    }

    /** Name for people, such as {@code card testing}. */
    public String label() {
        return label;
    }
}
