package dev.peregrine.gateway.json;

import java.time.Instant;

/** Times as RFC 3339 has them, in UTC. */
final class UtcTimes {
    private static final long NANOS = 1_000_000_000L;

    private UtcTimes() {}

    /**
     * Writes a time.
     *
     * @param ns epoch nanoseconds
     */
    static String text(long ns) {
        return Instant.ofEpochSecond(Math.floorDiv(ns, NANOS), Math.floorMod(ns, NANOS)).toString();
    }
}
