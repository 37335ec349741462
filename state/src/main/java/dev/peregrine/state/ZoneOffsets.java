package dev.peregrine.state;

import java.util.Arrays;

/**
 * Offsets of a time zone from UTC and when they change. Immutable, compared by value; the JVM's own
 * time-zone data has no part in it.
 */
public final class ZoneOffsets {
    /** The zone without offset. */
    public static final ZoneOffsets UTC = new ZoneOffsets(new long[0], new int[1]);

    private static final long SECOND_NS = 1_000_000_000L;

    private final long[] transitionsNs;
    private final int[] offsetsSeconds;

    /**
     * @param transitionsNs when the offset changes, nanoseconds since 1970, ascending
     * @param offsetsSeconds offset before the first transition and after each, seconds east
     */
    public ZoneOffsets(long[] transitionsNs, int[] offsetsSeconds) {
        if (offsetsSeconds.length != transitionsNs.length + 1) {
            throw new IllegalArgumentException(
                    transitionsNs.length + " transitions, " + offsetsSeconds.length + " offsets");
        }
        for (int i = 1; i < transitionsNs.length; i++) {
            if (transitionsNs[i] <= transitionsNs[i - 1]) {
                throw new IllegalArgumentException("transition " + i + " is not after the last");
            }
        }
        this.transitionsNs = transitionsNs.clone();
        this.offsetsSeconds = offsetsSeconds.clone();
    }

    /** Local time at an instant, as nanoseconds since 1970 on the zone's own clocks. */
    public long localNs(long timeNs) {
        return timeNs + offsetNs(indexAt(timeNs));
    }

    /**
     * First instant at which the zone's clocks show this local time or a later one: where the time
     * is shown twice, the first; where it is skipped, the instant of the change.
     */
    public long instantNs(long localNs) {
        for (int i = 0; i < transitionsNs.length; i++) {
            if (localNs < transitionsNs[i] + offsetNs(i)) {
                return localNs - offsetNs(i);
            }
            if (localNs < transitionsNs[i] + offsetNs(i + 1)) {
                return transitionsNs[i];
            }
        }
        return localNs - offsetNs(transitionsNs.length);
    }

    private int indexAt(long timeNs) {
        int found = Arrays.binarySearch(transitionsNs, timeNs);
        return found >= 0 ? found + 1 : -found - 1;
    }

    private long offsetNs(int index) {
        return offsetsSeconds[index] * SECOND_NS;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ZoneOffsets zone
                && Arrays.equals(transitionsNs, zone.transitionsNs)
                && Arrays.equals(offsetsSeconds, zone.offsetsSeconds);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(transitionsNs) + Arrays.hashCode(offsetsSeconds);
    }
}
