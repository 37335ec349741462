package dev.peregrine.policy;

import java.util.Arrays;

/**
 * A time zone as the bundle has it: offsets from UTC and when they change. So what a calendar
 * window holds never depends on the time-zone data of a JVM. Immutable; equal by value.
 */
public final class Zone {
    /** Needs no entry in {@code zones.yaml}. */
    public static final Zone UTC = new Zone("UTC", new int[] {0}, new long[0]);

    private static final int MAX_OFFSET_SECONDS = 18 * 3600;

    private final String name;
    private final int[] offsetsSeconds;
    private final long[] transitionsNs;

    /**
     * @param name such as {@code Europe/Berlin}
     * @param offsetsSeconds offset before the first transition, then from each one on: local time
     *     minus UTC, -18 .. 18 hours; one more than transitions
     * @param transitionsNs nanoseconds since 1970, ascending
     * @throws IllegalArgumentException when the arrays do not fit each other
     */
    public Zone(String name, int[] offsetsSeconds, long[] transitionsNs) {
        this.name = name;
        this.offsetsSeconds = offsetsSeconds.clone();
        this.transitionsNs = transitionsNs.clone();
        boolean valid = offsetsSeconds.length == transitionsNs.length + 1;
        for (int offset : offsetsSeconds) {
            valid &= Math.abs(offset) <= MAX_OFFSET_SECONDS;
        }
        for (int i = 1; i < transitionsNs.length; i++) {
            valid &= transitionsNs[i - 1] < transitionsNs[i];
        }
        if (!valid) {
            throw new IllegalArgumentException("zone " + name);
        }
    }

    public String name() {
        return name;
    }

    /** A copy. */
    public int[] offsetsSeconds() {
        return offsetsSeconds.clone();
    }

    /** A copy. */
    public long[] transitionsNs() {
        return transitionsNs.clone();
    }

    /**
     * Local time minus UTC at a time, in seconds. Allocates nothing.
     *
     * @param timeNs nanoseconds since 1970
     */
    public int offsetSecondsAt(long timeNs) {
        int found = Arrays.binarySearch(transitionsNs, timeNs);
        return offsetsSeconds[found >= 0 ? found + 1 : -found - 1];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Zone zone
                && name.equals(zone.name)
                && Arrays.equals(offsetsSeconds, zone.offsetsSeconds)
                && Arrays.equals(transitionsNs, zone.transitionsNs);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(transitionsNs);
    }

    @Override
    public String toString() {
        return name;
    }
}
