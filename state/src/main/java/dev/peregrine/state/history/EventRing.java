package dev.peregrine.state.history;

import dev.peregrine.state.EntityValues;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import org.agrona.UnsafeApi;

/**
 * The events of one entity in order of (time, event key), as a flyweight over its record: wrap it
 * around a record, use it, wrap it around the next.
 *
 * <p>Absolute indexes run from {@link #first()} to {@link #end()} and may wrap around. A place
 * among the events is the index of the first event after it. Only differences of indexes are
 * compared.
 */
final class EventRing {
    private static final int LINEAR_STEPS = 8;

    private final HistoryArena arena;
    private final int length;
    private long record;
    private long base;
    private int mask;
    private int first;
    private int end;

    EventRing(HistoryArena arena, int eventLength) {
        this.arena = arena;
        length = eventLength;
    }

    void wrap(long record) {
        this.record = record;
        first = RecordLayout.first(record);
        end = first + RecordLayout.size(record);
        wrapBlock();
    }

    int first() {
        return first;
    }

    int end() {
        return end;
    }

    int size() {
        return end - first;
    }

    /** Address of an event. */
    long at(int index) {
        return base + (long) (index & mask) * length;
    }

    /** Place before which all events are at or before (time, key). */
    int placeOf(long timeNs, long eventKey) {
        int high = end;
        int linearEnd = size() > LINEAR_STEPS ? end - LINEAR_STEPS : first;
        while (high != linearEnd) {
            if (!EventLayout.isAfter(at(high - 1), timeNs, eventKey)) {
                return high;
            }
            high--;
        }
        int low = first;
        while (low != high) {
            int middle = low + ((high - low) >>> 1);
            if (EventLayout.isAfter(at(middle), timeNs, eventKey)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /**
     * Offset from {@link #first()} of the event of exactly this time and key; of several, the
     * oldest.
     *
     * @return -1 if there is none
     */
    int find(long timeNs, long eventKey) {
        int low = 0;
        int high = size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            long event = at(first + middle);
            long eventTimeNs = EventLayout.timeNs(event);
            if (eventTimeNs < timeNs
                    || (eventTimeNs == timeNs && EventLayout.eventKey(event) < eventKey)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == size()) {
            return -1;
        }
        long event = at(first + low);
        return EventLayout.timeNs(event) == timeNs && EventLayout.eventKey(event) == eventKey
                ? low
                : -1;
    }

    /** Index of the first event that is later than the time. */
    int firstAfter(long timeNs) {
        int index = first;
        while (index != end && EventLayout.timeNs(at(index)) <= timeNs) {
            index++;
        }
        return index;
    }

    /** Time of the youngest event before a place that is not wholly reversed. */
    long timeBefore(int place) {
        for (int index = place; index != first; index--) {
            long event = at(index - 1);
            if (!EventLayout.isReversed(event)) {
                return EventLayout.timeNs(event);
            }
        }
        return EntityValues.NO_TIME;
    }

    /** Makes room for one more event; gives memory back where the block is mostly empty. */
    void reserve() {
        int needed = size() + 1;
        int sizeClass = RecordLayout.sizeClass(record);
        if (RecordLayout.block(record) == HistoryArena.NONE) {
            RecordLayout.block(record, arena.allocate(0), 0);
            wrapBlock();
        } else if (needed > 1 << sizeClass) {
            resize(sizeClass, sizeClass + 1);
        } else if (needed << 3 <= 1 << sizeClass) {
            resize(sizeClass, 33 - Integer.numberOfLeadingZeros(needed));
        }
    }

    /**
     * Opens a slot at a place by moving the events on its shorter side by one. The slot is the
     * caller's to fill.
     *
     * @return index of the slot: the place, or one less when the older events were moved down
     */
    int insert(int place) {
        int slot = place;
        if (end - place <= place - first) {
            moveUp(place);
            end++;
        } else {
            slot--;
            moveDown(place);
            first--;
        }
        RecordLayout.extent(record, first, end - first);
        return slot;
    }

    void save(StateSink sink) {
        for (int index = first; index != end; ) {
            int run = Math.min(end - index, mask + 1 - (index & mask));
            sink.putBytes(at(index), (long) run * length);
            index += run;
        }
    }

    /** Loads the ring of a record that still names the block that it had when it was saved. */
    void load(long loaded, StateSource source) {
        if (RecordLayout.block(loaded) != HistoryArena.NONE) {
            int sizeClass = RecordLayout.sizeClass(loaded);
            RecordLayout.block(loaded, arena.allocate(sizeClass), sizeClass);
        }
        wrap(loaded);
        for (int index = first; index != end; ) {
            int run = Math.min(end - index, mask + 1 - (index & mask));
            source.getBytes(at(index), (long) run * length);
            index += run;
        }
    }

    /** Gives the events' memory back. */
    void release() {
        if (RecordLayout.block(record) != HistoryArena.NONE) {
            arena.free(RecordLayout.block(record), RecordLayout.sizeClass(record));
        }
    }

    /** Drops the events before an index. */
    void dropTo(int newFirst) {
        first = newFirst;
        RecordLayout.extent(record, first, end - first);
    }

    private void moveUp(int place) {
        int index = end;
        while (index != place) {
            int slot = (index - 1) & mask;
            if (slot == mask) {
                copy(slot, 0, 1);
                index--;
            } else {
                int run = Math.min(index - place, slot + 1);
                copy(slot - run + 1, slot - run + 2, run);
                index -= run;
            }
        }
    }

    private void moveDown(int place) {
        int index = first;
        while (index != place) {
            int slot = index & mask;
            if (slot == 0) {
                copy(slot, mask, 1);
                index++;
            } else {
                int run = Math.min(place - index, mask + 1 - slot);
                copy(slot, slot - 1, run);
                index += run;
            }
        }
    }

    private void copy(int fromSlot, int toSlot, int events) {
        UnsafeApi.copyMemory(
                base + (long) fromSlot * length,
                base + (long) toSlot * length,
                (long) events * length);
    }

    private void resize(int fromClass, int toClass) {
        long oldBlock = RecordLayout.block(record);
        long oldBase = base;
        int oldMask = mask;
        RecordLayout.block(record, arena.allocate(toClass), toClass);
        wrapBlock();
        int index = first;
        while (index != end) {
            int from = index & oldMask;
            int to = index & mask;
            int run = Math.min(end - index, Math.min(oldMask - from, mask - to) + 1);
            UnsafeApi.copyMemory(
                    oldBase + (long) from * length, base + (long) to * length, (long) run * length);
            index += run;
        }
        arena.free(oldBlock, fromClass);
    }

    private void wrapBlock() {
        long block = RecordLayout.block(record);
        base = block == HistoryArena.NONE ? 0 : arena.address(block);
        mask = (1 << RecordLayout.sizeClass(record)) - 1;
    }
}
