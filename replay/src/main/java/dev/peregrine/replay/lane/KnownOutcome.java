package dev.peregrine.replay.lane;

import java.util.Locale;

/** What labels say of a payment. */
public enum KnownOutcome {
    /** No label, or one that was retracted. */
    UNKNOWN,
    /** Labelled as legitimate. */
    GOOD,
    /** Labelled as fraud, or charged back. */
    FRAUD;

    /** Name in answers and reports. */
    public String externalName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
