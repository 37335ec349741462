package dev.peregrine.state;

import java.util.Locale;
import java.util.Objects;

/**
 * A window over an entity's events, as of an event of time {@code t}. Let {@code u = t - delay}.
 *
 * <ul>
 *   <li>SLIDING: events with time in {@code (u - length, u]}.
 *   <li>TUMBLING: in {@code [k length, u]} with the greatest such multiple that is not after u,
 *       counted from 1970.
 *   <li>CALENDAR: from the start of u's day, week or month in a time zone to u.
 *   <li>LAST_EVENTS: the last {@code events} not wholly reversed ones up to u.
 *   <li>SESSION: back from u for as long as neighbours are no further apart than {@code length}.
 *   <li>FOREVER: all since the entity was made.
 * </ul>
 *
 * <p>With {@code delayNs == 0} the upper end is the event itself: events of the same time but
 * greater event key are left out. With a delay, all events of time {@code u} are in.
 *
 * @param kind how the lower end is found
 * @param lengthNs length or gap in nanoseconds; 0 where the kind has none
 * @param delayNs how far the window is shifted back, in nanoseconds, not negative; 0 for SESSION
 * @param events greatest number of events of LAST_EVENTS, else 0
 * @param calendar of CALENDAR, else null
 */
public record WindowSpec(
        Kind kind, long lengthNs, long delayNs, int events, CalendarSpec calendar) {
    /** How the lower end is found. */
    public enum Kind {
        SLIDING,
        TUMBLING,
        CALENDAR,
        LAST_EVENTS,
        SESSION,
        FOREVER
    }

    public WindowSpec {
        Objects.requireNonNull(kind);
        boolean hasLength = kind == Kind.SLIDING || kind == Kind.TUMBLING || kind == Kind.SESSION;
        if (hasLength != lengthNs > 0
                || lengthNs < 0
                || delayNs < 0
                || lengthNs + delayNs < 0
                || (kind == Kind.SESSION && delayNs > 0)
                || (kind == Kind.LAST_EVENTS) != events > 0
                || (kind == Kind.CALENDAR) != (calendar != null)) {
            throw new IllegalArgumentException(
                    kind
                            + " window: length "
                            + lengthNs
                            + " ns, delay "
                            + delayNs
                            + " ns, events "
                            + events
                            + ", calendar "
                            + calendar);
        }
    }

    /** The events of the last {@code lengthNs}. */
    public static WindowSpec sliding(long lengthNs, long delayNs) {
        return new WindowSpec(Kind.SLIDING, lengthNs, delayNs, 0, null);
    }

    /** The events since the last multiple of {@code lengthNs}. */
    public static WindowSpec tumbling(long lengthNs, long delayNs) {
        return new WindowSpec(Kind.TUMBLING, lengthNs, delayNs, 0, null);
    }

    /** The events since the start of the day, week or month. */
    public static WindowSpec calendar(CalendarSpec calendar, long delayNs) {
        return new WindowSpec(Kind.CALENDAR, 0, delayNs, 0, calendar);
    }

    /** The last {@code events} events. */
    public static WindowSpec lastEvents(int events, long delayNs) {
        return new WindowSpec(Kind.LAST_EVENTS, 0, delayNs, events, null);
    }

    /** The events since the last pause that was longer than {@code gapNs}. */
    public static WindowSpec session(long gapNs) {
        return new WindowSpec(Kind.SESSION, gapNs, 0, 0, null);
    }

    /** All events since the entity was made. */
    public static WindowSpec forever(long delayNs) {
        return new WindowSpec(Kind.FOREVER, 0, delayNs, 0, null);
    }

    /** For people: {@code sliding 30d, delay 14d}. */
    public String describe() {
        String shape =
                switch (kind) {
                    case SLIDING -> "sliding " + SpanText.of(lengthNs);
                    case TUMBLING -> "tumbling " + SpanText.of(lengthNs);
                    case CALENDAR -> "calendar " + calendar.unit().name().toLowerCase(Locale.ROOT);
                    case LAST_EVENTS -> "last " + events + " events";
                    case SESSION -> "session, gap " + SpanText.of(lengthNs);
                    case FOREVER -> "forever";
                };
        return delayNs == 0 ? shape : shape + ", delay " + SpanText.of(delayNs);
    }

    /**
     * How long an event must be kept for the window, in nanoseconds. A window since forever keeps
     * what has gone as sums, so it needs events only until they have entered.
     *
     * @param ttlNs the entity's time-to-live, which bounds the windows that time does not
     */
    public long reachNs(long ttlNs) {
        return delayNs
                + switch (kind) {
                    case SLIDING, TUMBLING -> lengthNs;
                    case CALENDAR -> calendar.greatestLengthNs();
                    case LAST_EVENTS, SESSION -> ttlNs;
                    case FOREVER -> 0;
                };
    }
}
