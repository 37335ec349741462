package dev.peregrine.state.history;

import dev.peregrine.state.WindowSpec;

/** Where in time one window begins and ends, as of an event. One thread. */
final class WindowBounds {
    final WindowSpec.Kind kind;
    final long delayNs;
    final long lengthNs;
    final int events;
    private final Calendar calendar;
    private final boolean hasLower;

    WindowBounds(WindowSpec spec) {
        kind = spec.kind();
        delayNs = spec.delayNs();
        lengthNs = spec.lengthNs();
        events = spec.events();
        hasLower =
                switch (kind) {
                    case SLIDING, TUMBLING, CALENDAR -> true;
                    case LAST_EVENTS, SESSION, FOREVER -> false;
                };
        calendar = spec.calendar() == null ? null : new Calendar(spec.calendar());
    }

    /** True when time bounds the window at its lower end. */
    boolean hasLower() {
        return hasLower;
    }

    /** Time after which the window's events lie, if time bounds it. */
    long lowerNs(long upperNs) {
        return switch (kind) {
            case SLIDING -> upperNs - lengthNs;
            case TUMBLING -> Math.floorDiv(upperNs, lengthNs) * lengthNs - 1;
            case CALENDAR -> calendar.startNs(upperNs) - 1;
            case LAST_EVENTS, SESSION, FOREVER -> Long.MIN_VALUE;
        };
    }
}
