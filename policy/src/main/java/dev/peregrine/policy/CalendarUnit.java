package dev.peregrine.policy;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Length of a calendar window, by the clock of its zone. */
public enum CalendarUnit {
    /** From midnight. */
    DAY(1),
    /** From Monday, midnight. */
    WEEK(7),
    /** From the first of the month, midnight. */
    MONTH(31);

    private final int days;

    CalendarUnit(int days) {
        this.days = days;
    }

    /** Longest it can last, in nanoseconds: a day is added for changes of the zone's offset. */
    public long maxNs() {
        return TimeUnit.DAYS.toNanos(days + 1L);
    }

    /** Name in {@code features.yaml}. */
    public String externalName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
