package dev.peregrine.state.history;

import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.EventHash;
import dev.peregrine.state.LabelState;
import dev.peregrine.state.StateHash;
import dev.peregrine.state.WindowValues;

/**
 * The events and windows of the entities of one type, each named by the address of its record. One
 * thread. Arguments have been checked by the store; nothing here allocates on the heap in the long
 * run.
 */
public final class EntityHistory implements AutoCloseable {
    private final int maxEvents;
    private final HistoryArena arena;
    private final EventRing ring;
    private final WindowCursors cursors;
    private int saturatedEntities;

    public EntityHistory(EntityLayout layout) {
        maxEvents = layout.maxEvents();
        arena = new HistoryArena(32 - Integer.numberOfLeadingZeros(maxEvents - 1));
        ring = new EventRing(arena);
        cursors = new WindowCursors(layout.windows(), ring);
    }

    /**
     * Loads what an {@link #add} in order will read: the record and the events at the ends of its
     * windows. None of the loads waits for another once the record is there.
     *
     * @return a sum over what was read, for the caller to keep
     */
    public long touch(long record) {
        ring.wrap(record);
        if (ring.size() == 0) {
            return 0;
        }
        return EventLayout.timeNs(ring.at(ring.end() - 1))
                + EventLayout.timeNs(ring.at(ring.first()))
                + cursors.touch(record);
    }

    /**
     * Adds an event and reads the windows as of it.
     *
     * @param horizonNs events at or before this time are dropped first
     */
    public void add(
            long record,
            long timeNs,
            long eventKey,
            long amountMinor,
            long horizonNs,
            WindowValues out) {
        ring.wrap(record);
        int firstKept = ring.firstAfter(horizonNs);
        if (firstKept != ring.first()) {
            drop(record, firstKept);
        }
        if (ring.size() == maxEvents) {
            saturate(record);
            if (EventLayout.isAfter(ring.at(ring.first()), timeNs, eventKey)) {
                cursors.readAlone(amountMinor, out);
                out.previousTimeNs = WindowValues.NO_TIME;
                out.saturated = true;
                return;
            }
            drop(record, ring.first() + 1);
        }
        out.saturated = RecordLayout.isSaturated(record);
        ring.reserve();
        int place = ring.placeOf(timeNs, eventKey);
        out.previousTimeNs = ring.timeBefore(place);
        if (place == ring.end()) {
            insert(place, timeNs, eventKey, amountMinor);
            cursors.advance(record, timeNs, out);
        } else {
            long latestNs = EventLayout.timeNs(ring.at(ring.end() - 1));
            cursors.readBack(record, place, timeNs, amountMinor, out);
            int slot = insert(place, timeNs, eventKey, amountMinor);
            cursors.inserted(record, slot == place, timeNs, amountMinor, latestNs);
        }
    }

    /** True if the event is in the ring. */
    public boolean contains(long record, long timeNs, long eventKey) {
        ring.wrap(record);
        return ring.find(timeNs, eventKey) >= 0;
    }

    /** Time of the event's label, or {@link WindowValues#NO_TIME}. */
    public long labelTime(long record, long timeNs, long eventKey) {
        ring.wrap(record);
        int offset = ring.find(timeNs, eventKey);
        return offset < 0
                ? WindowValues.NO_TIME
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
        long event = ring.at(index);
        int fraudBefore = EventLayout.fraud(event);
        EventLayout.label(event, label.code(), labelTimeNs);
        int change = EventLayout.fraud(event) - fraudBefore;
        if (change != 0) {
            cursors.change(record, index, 0, change, 0);
        }
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
        if (amountMinor < left) {
            EventLayout.amountMinor(event, left - amountMinor);
            cursors.change(record, index, 0, 0, -amountMinor);
        } else {
            int counted = EventLayout.counted(event);
            int fraud = EventLayout.fraud(event);
            EventLayout.amountMinor(event, 0);
            EventLayout.reversed(event);
            cursors.change(record, index, -counted, -fraud, -left);
        }
        return true;
    }

    /** Sets an event's outcome. False if there is no such event. */
    public boolean outcome(long record, long timeNs, long eventKey, int outcomeCode) {
        ring.wrap(record);
        int offset = ring.find(timeNs, eventKey);
        if (offset < 0) {
            return false;
        }
        EventLayout.outcome(ring.at(ring.first() + offset), outcomeCode);
        return true;
    }

    /** Adds every event later than the horizon to the hash. */
    public void hash(long record, long horizonNs, StateHash hash) {
        ring.wrap(record);
        for (int index = ring.firstAfter(horizonNs); index != ring.end(); index++) {
            long event = ring.at(index);
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
    }

    /** Several lines for people: the record, its windows and its events. */
    public String dump(long record, int windows) {
        ring.wrap(record);
        StringBuilder text = new StringBuilder(RecordLayout.dump(record, windows));
        for (int index = ring.first(); index != ring.end(); index++) {
            text.append(String.format("%n  event %d %s", index, EventLayout.dump(ring.at(index))));
        }
        return text.toString();
    }

    /** Entities that have lost events to maxEvents. */
    public int saturatedEntities() {
        return saturatedEntities;
    }

    /** Memory of the events. */
    public HistoryArena arena() {
        return arena;
    }

    @Override
    public void close() {
        arena.close();
    }

    private int insert(int place, long timeNs, long eventKey, long amountMinor) {
        int slot = ring.insert(place);
        EventLayout.write(ring.at(slot), timeNs, eventKey, amountMinor, WindowValues.NO_TIME);
        return slot;
    }

    private void drop(long record, int newFirst) {
        cursors.dropTo(record, newFirst);
        ring.dropTo(newFirst);
    }

    private void saturate(long record) {
        if (!RecordLayout.isSaturated(record)) {
            RecordLayout.saturated(record);
            saturatedEntities++;
        }
    }
}
