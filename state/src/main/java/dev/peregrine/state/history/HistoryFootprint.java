package dev.peregrine.state.history;

import dev.peregrine.state.EntityLayout;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Memory of one entity and its events, in bytes, the store's own overhead apart.
 *
 * @param recordBytes record of an entity; windows, lanes and decayed sums included
 * @param windowBytes of each window in the record
 * @param laneBytes of each lane in the record, by its place in the layout
 * @param decayBytes of each decayed sum in the record
 * @param eventBytes an event in the ring, which has room for the next power of two of its events
 * @param values tables of distinct values
 */
public record HistoryFootprint(
        int recordBytes,
        int windowBytes,
        List<Integer> laneBytes,
        int decayBytes,
        int eventBytes,
        List<Values> values) {
    public HistoryFootprint {
        laneBytes = List.copyOf(laneBytes);
        values = List.copyOf(values);
    }

    /**
     * A table of distinct values. It has room for 4/3 to 8/3 as many as it holds, and at least 4.
     *
     * @param entryBytes one value
     * @param windows how many windows count in it
     * @param maxValues greatest number of values for one entity
     */
    public record Values(int entryBytes, int windows, int maxValues) {}

    static HistoryFootprint of(
            EntityLayout entity, RecordLayout layout, EventLayout events, Lanes lanes) {
        return new HistoryFootprint(
                layout.length(),
                RecordLayout.WINDOW_LENGTH,
                IntStream.range(0, entity.lanes().size()).mapToObj(lanes::length).toList(),
                DecayedSums.LENGTH,
                events.length(),
                lanes.tables().stream().map(ValueTable::footprint).toList());
    }
}
