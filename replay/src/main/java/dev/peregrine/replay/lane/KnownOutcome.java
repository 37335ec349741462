package dev.peregrine.replay.lane;

import java.util.Locale;

/** What labels say of a payment. */
public enum KnownOutcome {
    /** No label, or one that was retracted. */
    UNKNOWN(0),
    /** Labelled as legitimate. */
    GOOD(1),
    /** Labelled as fraud, or charged back. */
    FRAUD(2);

    private final int place;

    KnownOutcome(int place) {
        this.place = place;
    }

    /** Place in a table of outcomes, from 0. */
    int place() {
        return place;
    }

    /** Name in answers and reports. */
    public String externalName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
