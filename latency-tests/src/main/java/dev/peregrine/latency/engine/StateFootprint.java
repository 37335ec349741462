package dev.peregrine.latency.engine;

import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.EntityStore;
import dev.peregrine.state.history.EntityHistory;

/** What the entities of all types of a store take, in sum. */
final class StateFootprint {
    private static final int KEY_BYTES = 16;
    private static final int QUEUE_BYTES = 8;
    private static final int INDEX_BYTES = 16;

    private long entities;
    private long entityBytes;
    private long historyBytes;
    private long saturated;
    private long dropped;

    void add(EntityLayout layout, EntityStore store) {
        entities += store.size();
        entityBytes += (long) store.size() * (recordLength(layout) + KEY_BYTES);
        entityBytes += (long) layout.capacity() * QUEUE_BYTES + indexBytes(layout);
        historyBytes += store.historyBytes();
        saturated += store.saturatedEntities();
        dropped += store.droppedEntities();
    }

    /** Bytes of an entity's record. */
    static int recordLength(EntityLayout layout) {
        try (EntityHistory history = new EntityHistory(layout)) {
            return history.layout().length();
        }
    }

    private static long indexBytes(EntityLayout layout) {
        long slots = layout.capacity() + (long) (layout.capacity() >>> 1);
        return Long.highestOneBit(slots) * 2 * INDEX_BYTES;
    }

    long entities() {
        return entities;
    }

    /** Bytes of records and their keys, of the index of their addresses, of the queue to drop. */
    long entityBytes() {
        return entityBytes;
    }

    /** Bytes of rings of events and of tables of values. */
    long historyBytes() {
        return historyBytes;
    }

    /** Entities that lost events to max_events. */
    long saturated() {
        return saturated;
    }

    /** Entities that went because their windows were empty. */
    long dropped() {
        return dropped;
    }
}
