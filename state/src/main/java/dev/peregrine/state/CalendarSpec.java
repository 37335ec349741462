package dev.peregrine.state;

import java.util.Objects;

/**
 * Days, weeks or months of a time zone.
 *
 * @param unit what a period is
 * @param zone whose
 */
public record CalendarSpec(Unit unit, ZoneOffsets zone) {
    private static final long HOUR_NS = 3_600_000_000_000L;

    /** What a period is. */
    public enum Unit {
        DAY(1),
        /** From Monday. */
        WEEK(7),
        MONTH(31);

        private final int greatestDays;

        Unit(int greatestDays) {
            this.greatestDays = greatestDays;
        }
    }

    public CalendarSpec {
        Objects.requireNonNull(unit);
        Objects.requireNonNull(zone);
    }

    /** No period is longer: its days, and a day for changes of the zone's offset. */
    public long greatestLengthNs() {
        return (unit.greatestDays + 1L) * 24 * HOUR_NS;
    }
}
