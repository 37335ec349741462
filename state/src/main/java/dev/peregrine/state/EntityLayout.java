package dev.peregrine.state;

import java.util.List;

/**
 * What is kept for each entity of one type.
 *
 * @param tenantId owner
 * @param name entity type as the policy names it
 * @param windows distinct windows over the entity's events; features refer to them by index
 * @param lanes what is kept over windows beyond count, sum and frauds
 * @param decays decayed sums
 * @param columns values of an event beyond its amount
 * @param conditions conditions that events may meet, 0 .. {@link #MAX_CONDITIONS}
 * @param retentionNs how long an event is kept after its event time, against the store's watermark:
 *     the longest reach plus the allowed lateness
 * @param ttlNs an entity whose latest event is older than this, against the watermark, starts anew;
 *     at least {@code retentionNs}
 * @param capacity greatest number of entities
 * @param maxEvents greatest number of events kept for one entity; beyond it the oldest goes and the
 *     entity is flagged as saturated
 * @param evictOldest true: when full, an entity that was not used for long makes room; false: new
 *     entities are refused
 */
public record EntityLayout(
        int tenantId,
        String name,
        List<WindowSpec> windows,
        List<LaneSpec> lanes,
        List<DecaySpec> decays,
        int columns,
        int conditions,
        long retentionNs,
        long ttlNs,
        int capacity,
        int maxEvents,
        boolean evictOldest) {
    /** Greatest number of conditions. */
    public static final int MAX_CONDITIONS = 64;

    private static final int EVENTS_OF_A_LIFE = 1 << 24;

    public EntityLayout {
        windows = List.copyOf(windows);
        lanes = List.copyOf(lanes);
        decays = List.copyOf(decays);
        if (capacity <= 0
                || maxEvents <= 0
                || retentionNs <= 0
                || ttlNs < retentionNs
                || columns < 0
                || conditions < 0
                || conditions > MAX_CONDITIONS) {
            throw new IllegalArgumentException(
                    "entity "
                            + name
                            + ": capacity "
                            + capacity
                            + ", maxEvents "
                            + maxEvents
                            + ", retentionNs "
                            + retentionNs
                            + ", ttlNs "
                            + ttlNs
                            + ", columns "
                            + columns
                            + ", conditions "
                            + conditions);
        }
        for (WindowSpec window : windows) {
            if (window.reachNs(0) > retentionNs) {
                throw new IllegalArgumentException(
                        "entity " + name + ": retention shorter than " + window);
            }
        }
        for (LaneSpec lane : lanes) {
            check(name, lane.condition(), conditions, lane.column(), columns);
            if (lane.window() >= windows.size()) {
                throw new IllegalArgumentException("entity " + name + ": no window of " + lane);
            }
        }
        for (DecaySpec decay : decays) {
            check(name, decay.condition(), conditions, decay.column(), columns);
        }
    }

    /** An entity of which only sliding windows' counts, sums and frauds are kept. */
    public static EntityLayout ofWindows(
            int tenantId,
            String name,
            List<WindowSpec> windows,
            long retentionNs,
            int capacity,
            int maxEvents) {
        return new EntityLayout(
                tenantId,
                name,
                windows,
                List.of(),
                List.of(),
                0,
                0,
                retentionNs,
                retentionNs,
                capacity,
                maxEvents,
                false);
    }

    /** The same for another number of entities. */
    public EntityLayout withCapacity(int newCapacity) {
        return new EntityLayout(
                tenantId,
                name,
                windows,
                lanes,
                decays,
                columns,
                conditions,
                retentionNs,
                ttlNs,
                newCapacity,
                maxEvents,
                evictOldest);
    }

    /**
     * Greatest amount of one event, in minor units, so that no sum over the entity's events can
     * overflow: over {@link #maxEvents}, or over the 2^24 that a window since forever may count.
     * Events above it are refused by the caller.
     */
    public long maxAmountMinor() {
        return Long.MAX_VALUE / (remembersForever() ? EVENTS_OF_A_LIFE : maxEvents);
    }

    /** True when something of an event outlives it. */
    public boolean remembersForever() {
        return !decays.isEmpty()
                || windows.stream().anyMatch(w -> w.kind() == WindowSpec.Kind.FOREVER);
    }

    private static void check(String name, int condition, int conditions, int column, int columns) {
        if (condition >= conditions || column >= columns) {
            throw new IllegalArgumentException(
                    "entity " + name + ": no condition " + condition + " or column " + column);
        }
    }
}
