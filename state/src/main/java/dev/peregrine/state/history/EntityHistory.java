package dev.peregrine.state.history;

import dev.peregrine.state.EntityEvent;
import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.EntityValues;
import dev.peregrine.state.EventHash;
import dev.peregrine.state.LabelState;
import dev.peregrine.state.StateHash;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import org.agrona.UnsafeApi;

/**
 * The events and windows of the entities of one type, each named by the address of its record. One
 * thread. Arguments have been checked by the store; nothing here allocates on the heap in the long
 * run.
 */
public final class EntityHistory implements AutoCloseable {
    private static final long ALWAYS_NS = Long.MIN_VALUE;

    private final EntityLayout entity;
    private final int maxEvents;
    private final RecordLayout layout;
    private final EventLayout events;
    private final HistoryArena arena;
    private final EventRing ring;
    private final Lanes lanes;
    private final WindowCursors cursors;
    private final DecayedSums decayed;
    private final long lone;
    private int saturatedEntities;

    public EntityHistory(EntityLayout entity) {
        this.entity = entity;
        maxEvents = entity.maxEvents();
        layout = new RecordLayout(entity);
        events = new EventLayout(entity);
        arena = new HistoryArena(events.length(), 32 - Integer.numberOfLeadingZeros(maxEvents - 1));
        ring = new EventRing(arena, events.length());
        lanes = new Lanes(entity, events, layout);
        WindowBounds[] windows =
                entity.windows().stream().map(WindowBounds::new).toArray(WindowBounds[]::new);
        cursors = new WindowCursors(windows, lanes.byWindow(), ring);
        decayed = new DecayedSums(entity.decays(), events, ring, layout);
        lone = UnsafeApi.allocateMemory(layout.length());
        initialise(lone, 0, 0);
    }

    /** Layout of the records. */
    public RecordLayout layout() {
        return layout;
    }

    /** Makes the record of an entity without events. */
    public void initialise(long record, long keyHigh, long keyLow) {
        layout.initialise(record, keyHigh, keyLow);
        lanes.initialise(record);
        decayed.initialise(record);
    }

    /** Gives back what a record holds beside itself; the record must be initialised anew. */
    public void release(long record) {
        ring.wrap(record);
        ring.release();
        lanes.release(record);
        if (RecordLayout.isSaturated(record)) {
            saturatedEntities--;
        }
    }

    /** Saves a record with its events and tables of values. */
    public void save(long record, StateSink sink) {
        sink.putBytes(record, layout.length());
        ring.wrap(record);
        ring.save(sink);
        lanes.save(record, sink);
    }

    /** Loads the events and tables of values of a record whose bytes have been loaded. */
    public void load(long record, StateSource source) {
        ring.load(record, source);
        lanes.load(record, source);
        if (RecordLayout.isSaturated(record)) {
            saturatedEntities++;
        }
    }

    /**
     * Loads what an {@link #add} in order will read: the events at the ends of the windows, and the
     * places of the event's values in their tables. None of the loads waits for another once the
     * record is there.
     *
     * @return a sum over what was read, for the caller to keep
     */
    public long touch(long record, EntityEvent event) {
        ring.wrap(record);
        if (ring.size() == 0) {
            return 0;
        }
        return UnsafeApi.getByte(ring.at(ring.end()))
                + EventLayout.timeNs(ring.at(ring.end() - 1))
                + EventLayout.timeNs(ring.at(ring.first()))
                + cursors.touch(record)
                + lanes.touch(record, event);
    }

    /**
     * Adds an event and reads the windows as of it.
     *
     * @param horizonNs events at or before this time are dropped first
     * @param lifeHorizonNs an entity without an event after this time starts anew
     */
    public void add(
            long record, EntityEvent event, long horizonNs, long lifeHorizonNs, EntityValues out) {
        if (RecordLayout.latestNs(record) <= lifeHorizonNs
                && RecordLayout.latestNs(record) != EntityValues.NO_TIME) {
            startAnew(record);
        }
        ring.wrap(record);
        dropExpired(record, horizonNs);
        if (ring.size() == maxEvents) {
            saturate(record);
            if (EventLayout.isAfter(ring.at(ring.first()), event.timeNs, event.eventKey)) {
                readAlone(event, out);
                out.saturated = true;
                return;
            }
            drop(record, ring.first() + 1);
        }
        out.saturated = RecordLayout.isSaturated(record);
        ring.reserve();
        int place = ring.placeOf(event.timeNs, event.eventKey);
        out.previousTimeNs = ring.timeBefore(place);
        if (place == ring.end()) {
            insert(place, event);
            cursors.advance(record, ring.end(), event.timeNs);
            cursors.read(record, place, out);
            decayed.append(record, out);
        } else {
            addLate(record, place, event, out);
        }
        RecordLayout.used(record, event.timeNs);
    }

    private void addLate(long record, int place, EntityEvent event, EntityValues out) {
        cursors.rewind(record, place, event.timeNs);
        int own = insert(place, event);
        if (own != place) {
            cursors.shiftDown(record);
        }
        cursors.advance(record, own + 1, event.timeNs);
        cursors.read(record, own, out);
        cursors.advance(record, ring.end(), EventLayout.timeNs(ring.at(ring.end() - 1)));
        decayed.recompute(record, own, out);
    }

    /** Reads the windows of an event that is not kept: as of an entity that has no other. */
    private void readAlone(EntityEvent event, EntityValues out) {
        ring.wrap(lone);
        ring.reserve();
        out.previousTimeNs = EntityValues.NO_TIME;
        insert(ring.end(), event);
        cursors.advance(lone, ring.end(), event.timeNs);
        cursors.read(lone, ring.end() - 1, out);
        decayed.append(lone, out);
        startAnew(lone);
    }

    private void startAnew(long record) {
        release(record);
        initialise(record, RecordLayout.keyHigh(record), RecordLayout.keyLow(record));
    }

    /** True if the event is in the ring. */
    public boolean contains(long record, long timeNs, long eventKey) {
        ring.wrap(record);
        return ring.find(timeNs, eventKey) >= 0;
    }

    /** Time of the event's label, or {@link EntityValues#NO_TIME}. */
    public long labelTime(long record, long timeNs, long eventKey) {
        ring.wrap(record);
        int offset = ring.find(timeNs, eventKey);
        return offset < 0
                ? EntityValues.NO_TIME
                : EventLayout.labelTimeNs(ring.at(ring.first() + offset));
    }

    /** Sets an event's label. False if there is no such event. */
    public boolean label(
            long record, long timeNs, long eventKey, LabelState label, long labelTimeNs) {
        ring.wrap(record);
        int offset = ring.find(timeNs, eventKey);
        if (offset < 0) {
            return false;
        }
        int index = ring.first() + offset;
        cursors.exclude(record, index);
        EventLayout.label(ring.at(index), label.code(), labelTimeNs);
        cursors.include(record, index);
        return true;
    }

    /** Takes an amount out of an event. False if there is no such event. */
    public boolean reverse(long record, long timeNs, long eventKey, long amountMinor) {
        ring.wrap(record);
        int offset = ring.find(timeNs, eventKey);
        if (offset < 0) {
            return false;
        }
        int index = ring.first() + offset;
        long event = ring.at(index);
        long left = EventLayout.amountMinor(event);
        cursors.exclude(record, index);
        if (amountMinor < left) {
            EventLayout.amountMinor(event, left - amountMinor);
        } else {
            EventLayout.amountMinor(event, 0);
            EventLayout.reversed(event);
        }
        cursors.include(record, index);
        decayed.recompute(record, index, null);
        return true;
    }

    /** Sets an event's outcome and the conditions it meets. False if there is no such event. */
    public boolean outcome(
            long record, long timeNs, long eventKey, int outcomeCode, long conditions) {
        ring.wrap(record);
        int offset = ring.find(timeNs, eventKey);
        if (offset < 0) {
            return false;
        }
        int index = ring.first() + offset;
        long event = ring.at(index);
        EventLayout.outcome(event, outcomeCode);
        if (conditions != events.conditions(event)) {
            cursors.exclude(record, index);
            events.conditions(event, conditions);
            cursors.include(record, index);
            decayed.recompute(record, index, null);
        }
        return true;
    }

    /** Adds every event later than the horizon to the hash, and what outlives events. */
    public void hash(long record, long horizonNs, StateHash hash) {
        ring.wrap(record);
        dropExpired(record, horizonNs);
        for (int index = ring.first(); index != ring.end(); index++) {
            long event = ring.at(index);
            for (int column = 0; column < events.columns(); column++) {
                hash.word(UnsafeApi.getLong(event + events.offset(column)));
            }
            hash.word(events.conditions(event));
            EventHash.add(
                    hash,
                    RecordLayout.keyHigh(record),
                    RecordLayout.keyLow(record),
                    EventLayout.timeNs(event),
                    EventLayout.eventKey(event),
                    EventLayout.amountMinor(event),
                    EventLayout.isReversed(event),
                    EventLayout.labelCode(event),
                    EventLayout.labelTimeNs(event),
                    EventLayout.outcome(event));
        }
        cursors.hash(record, hash);
        decayed.hash(record, hash);
    }

    /** Several lines for people: the record, its windows, lanes and decayed sums, its events. */
    public String dump(long record) {
        ring.wrap(record);
        return new EntityDump(entity, layout, events, ring, lanes, decayed).of(record);
    }

    /** What an entity and its events take. */
    public HistoryFootprint footprint() {
        return HistoryFootprint.of(entity, layout, events, lanes);
    }

    /** Entities that have lost events to maxEvents. */
    public int saturatedEntities() {
        return saturatedEntities;
    }

    /** Memory of the events. */
    public HistoryArena arena() {
        return arena;
    }

    /** Bytes taken from the operating system for events and tables of values. */
    public long bytesReserved() {
        return arena.bytesReserved() + lanes.bytesReserved();
    }

    /** Bytes that events and tables of values take, the unused ends of pages apart. */
    public long bytesInUse() {
        return arena.bytesInUse() + lanes.bytesInUse();
    }

    @Override
    public void close() {
        UnsafeApi.freeMemory(lone);
        lanes.close();
        arena.close();
    }

    private int insert(int place, EntityEvent event) {
        int slot = ring.insert(place);
        events.write(ring.at(slot), event);
        return slot;
    }

    private void dropExpired(long record, long horizonNs) {
        if (horizonNs != ALWAYS_NS) {
            int firstKept = ring.firstAfter(horizonNs);
            if (firstKept != ring.first()) {
                drop(record, firstKept);
            }
        }
    }

    private void drop(long record, int newFirst) {
        cursors.dropTo(record, newFirst);
        decayed.dropTo(record, newFirst);
        ring.dropTo(newFirst);
    }

    private void saturate(long record) {
        if (!RecordLayout.isSaturated(record)) {
            RecordLayout.saturated(record);
            saturatedEntities++;
        }
    }
}
