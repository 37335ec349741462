package dev.peregrine.node.runtime;

import java.util.Locale;
import java.util.StringJoiner;

/** What a start spent its time on, one after the other. One thread. */
final class StartPhases {
    private final StringJoiner phases = new StringJoiner(", ");
    private long last = System.nanoTime();

    /** Ends a phase; the next one begins. */
    void end(String name) {
        long now = System.nanoTime();
        phases.add(String.format(Locale.ROOT, "%s %.2f s", name, (now - last) / 1e9));
        last = now;
    }

    @Override
    public String toString() {
        return phases.toString();
    }
}
