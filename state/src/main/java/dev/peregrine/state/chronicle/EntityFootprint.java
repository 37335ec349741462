package dev.peregrine.state.chronicle;

import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.history.EntityHistory;
import dev.peregrine.state.history.HistoryFootprint;

/**
 * Memory that the entities of one type take, in bytes, stated before it is paid. Computed: no store
 * is made.
 *
 * @param capacity greatest number of entities
 * @param history what an entity's record and its events take
 * @param mapBytes the map, records included, at capacity; all of it is reserved from the start and
 *     taken as entities come
 * @param indexBytes index of addresses, taken at the start
 * @param queueBytes queue of entities to drop, taken at the start
 */
public record EntityFootprint(
        int capacity, HistoryFootprint history, long mapBytes, long indexBytes, long queueBytes) {

    /** Footprint of the entities of a layout. */
    public static EntityFootprint of(EntityLayout layout) {
        try (EntityHistory history = new EntityHistory(layout)) {
            HistoryFootprint footprint = history.footprint();
            return new EntityFootprint(
                    layout.capacity(),
                    footprint,
                    RecordMap.bytes(layout.capacity(), footprint.recordBytes()),
                    RecordIndex.bytes(layout.capacity()),
                    EntityQueue.bytes(layout.capacity()));
        }
    }

    /** Everything but events and distinct values, at capacity. */
    public long headerBytesAtCapacity() {
        return mapBytes + indexBytes + queueBytes;
    }

    /** An entity's share of that, rounded up: record, map, index and queue. */
    public long headerBytes() {
        return (headerBytesAtCapacity() + capacity - 1) / capacity;
    }
}
