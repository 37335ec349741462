package dev.peregrine.state.history;

import dev.peregrine.state.CalendarSpec;
import dev.peregrine.state.ZoneOffsets;

/**
 * Finds the start of the day, week or month that an instant lies in: the latest start of a period
 * that is not after the instant, so that starts never go back as time goes on. Remembers the period
 * last asked for. One thread.
 *
 * <p>Dates by H. Hinnant, chrono-compatible low-level date algorithms, 2021.
 */
final class Calendar {
    private static final long DAY_NS = 24L * 3_600_000_000_000L;
    private static final int DAYS_PER_ERA = 146_097;
    private static final int EPOCH_SHIFT_DAYS = 719_468;

    private final CalendarSpec.Unit unit;
    private final ZoneOffsets zone;
    private long startNs = Long.MAX_VALUE;
    private long nextNs = Long.MIN_VALUE;

    Calendar(CalendarSpec spec) {
        unit = spec.unit();
        zone = spec.zone();
    }

    /** Start of the period of an instant. */
    long startNs(long timeNs) {
        if (timeNs < startNs || timeNs >= nextNs) {
            find(timeNs);
        }
        return startNs;
    }

    private void find(long timeNs) {
        long day = firstDay(Math.floorDiv(zone.localNs(timeNs), DAY_NS));
        long nextDay = dayAfter(day);
        startNs = zone.instantNs(day * DAY_NS);
        nextNs = zone.instantNs(nextDay * DAY_NS);
        while (nextNs <= timeNs) {
            nextDay = dayAfter(nextDay);
            startNs = nextNs;
            nextNs = zone.instantNs(nextDay * DAY_NS);
        }
    }

    private long firstDay(long day) {
        return switch (unit) {
            case DAY -> day;
            case WEEK -> day - Math.floorMod(day + 3, 7L);
            case MONTH -> day - dayOfMonth(day) + 1;
        };
    }

    private long dayAfter(long firstDay) {
        return switch (unit) {
            case DAY -> firstDay + 1;
            case WEEK -> firstDay + 7;
            case MONTH -> firstDay(firstDay + 31);
        };
    }

    private static int dayOfMonth(long day) {
        int dayOfEra = (int) Math.floorMod(day + EPOCH_SHIFT_DAYS, (long) DAYS_PER_ERA);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int month = (5 * dayOfYear + 2) / 153;
        return dayOfYear - (153 * month + 2) / 5 + 1;
    }
}
