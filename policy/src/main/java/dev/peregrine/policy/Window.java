package dev.peregrine.policy;

/**
 * Which of an entity's events a feature is taken over, as seen from the event that asks. All hold
 * the event itself, unless they are delayed. Wholly reversed events are left out before anything
 * else: they are none of the last ones, and bridge no gap.
 *
 * <p>Events are in order of (time, event id). Without a delay those behind the asking event are
 * out, at its own time too; with one, all of time t are in. Only events that the entity still keeps
 * are seen, except by FOREVER, which remembers those that have gone, with the labels, outcomes and
 * reversals that they had by then; all of them, even where its delay is not over yet. An event that
 * comes when its entity keeps {@code max_events} later ones is not kept, and sees itself alone.
 *
 * @param kind kind
 * @param lengthNs SLIDING, TUMBLING: length; SESSION: greatest gap between two of its events; in
 *     nanoseconds; 0 for the others
 * @param delayNs how far the window is shifted back, in nanoseconds; 0 for SESSION
 * @param events LAST_EVENTS: how many; 0 for the others
 * @param unit CALENDAR: which; null for the others
 * @param zone CALENDAR: by whose clock; null for the others
 */
public record Window(
        Kind kind, long lengthNs, long delayNs, int events, CalendarUnit unit, Zone zone) {

    /** Kinds of window. Times are event times, t is that of the asking event minus the delay. */
    public enum Kind {
        /** (t - length, t]. */
        SLIDING,
        /** From the last multiple of length since 1970, in UTC, up to t. */
        TUMBLING,
        /** From the beginning of t's day, week or month up to t. */
        CALENDAR,
        /** The last so many events up to t. */
        LAST_EVENTS,
        /** Back from t to the first gap between two events that is longer than length. */
        SESSION,
        /** All events up to t since the entity was made. */
        FOREVER
    }

    public static Window sliding(long lengthNs, long delayNs) {
        return new Window(Kind.SLIDING, lengthNs, delayNs, 0, null, null);
    }

    public static Window tumbling(long lengthNs, long delayNs) {
        return new Window(Kind.TUMBLING, lengthNs, delayNs, 0, null, null);
    }

    public static Window calendar(CalendarUnit unit, Zone zone, long delayNs) {
        return new Window(Kind.CALENDAR, 0, delayNs, 0, unit, zone);
    }

    public static Window lastEvents(int events, long delayNs) {
        return new Window(Kind.LAST_EVENTS, 0, delayNs, events, null, null);
    }

    public static Window session(long gapNs) {
        return new Window(Kind.SESSION, gapNs, 0, 0, null, null);
    }

    public static Window forever(long delayNs) {
        return new Window(Kind.FOREVER, 0, delayNs, 0, null, null);
    }

    /** The same window, shifted back by so many nanoseconds. */
    public Window delayed(long newDelayNs) {
        return new Window(kind, lengthNs, newDelayNs, events, unit, zone);
    }

    /** True when the window's own length says how far back it begins at most. */
    public boolean bounded() {
        return kind == Kind.SLIDING || kind == Kind.TUMBLING || kind == Kind.CALENDAR;
    }

    /**
     * How far before the asking event the window can begin, in nanoseconds. Of a window that is not
     * {@link #bounded} only what is certain: its gap and its delay.
     */
    public long reachNs() {
        return delayNs + (kind == Kind.CALENDAR ? unit.maxNs() : lengthNs);
    }
}
