package dev.peregrine.state;

import java.util.List;

/**
 * What is kept for each entity of one type.
 *
 * @param tenantId owner
 * @param name entity type as the policy names it
 * @param windows distinct windows over the entity's events; features refer to them by index
 * @param retentionNs how long an event is kept after its event time, against the store's watermark:
 *     the longest reach plus the allowed lateness
 * @param capacity greatest number of entities
 * @param maxEvents greatest number of events kept for one entity; beyond it the oldest goes and the
 *     entity is flagged as saturated
 */
public record EntityLayout(
        int tenantId,
        String name,
        List<WindowSpec> windows,
        long retentionNs,
        int capacity,
        int maxEvents) {
    public EntityLayout {
        windows = List.copyOf(windows);
        if (capacity <= 0 || maxEvents <= 0 || retentionNs <= 0) {
            throw new IllegalArgumentException(
                    "entity "
                            + name
                            + ": capacity "
                            + capacity
                            + ", maxEvents "
                            + maxEvents
                            + ", retentionNs "
                            + retentionNs);
        }
        for (WindowSpec window : windows) {
            if (window.reachNs() > retentionNs) {
                throw new IllegalArgumentException(
                        "entity " + name + ": retention shorter than " + window);
            }
        }
    }

    /**
     * Greatest amount of one event, in minor units, so that the sum over {@link #maxEvents} events
     * cannot overflow. Events above it are refused by the caller.
     */
    public long maxAmountMinor() {
        return Long.MAX_VALUE / maxEvents;
    }
}
