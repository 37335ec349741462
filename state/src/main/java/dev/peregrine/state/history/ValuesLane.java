package dev.peregrine.state.history;

import dev.peregrine.state.LaneSpec;
import dev.peregrine.state.StateHash;
import org.agrona.UnsafeApi;

/**
 * How many distinct values a window holds, and how often each: exact by reference counts in a
 * {@link ValueTable} that it shares with the other windows over the same values.
 *
 * <p>A value that comes while the window counts as many others as it may is not counted; nor does
 * it count down when it leaves, unless it was counted by then, in another event. So no count is
 * ever too high, and all are exact when every event is counted. Events that are not counted go, or
 * are counted when there is room again: by going through the window, no oftener than once in as
 * many events as it holds. A window since forever, whose events are no longer there, is not gone
 * through.
 *
 * <pre>
 *   0          4        8         12       16
 *   +----------+--------+---------+--------+
 *   | distinct | events | of them | events |
 *   |          |        | not     | until  |   int32 each
 *   |          |        | counted | anew   |
 *   +----------+--------+---------+--------+
 * </pre>
 */
final class ValuesLane extends Lane {
    private static final int DISTINCT = 0;
    private static final int EVENTS = 4;
    private static final int UNCOUNTED = 8;
    private static final int WAIT = 12;
    private static final int LENGTH = 16;

    private final ValueTable table;
    private final int counter;
    private final int maxValues;
    private final boolean top;
    private final boolean forever;

    ValuesLane(
            int index,
            LaneSpec spec,
            EventLayout events,
            RecordLayout layout,
            ValueTable table,
            int counter,
            boolean forever) {
        super(index, spec, events, layout.reserve(LENGTH));
        this.table = table;
        this.counter = counter;
        this.forever = forever;
        maxValues = spec.maxValues();
        top = spec.kind() == LaneSpec.Kind.TOP_VALUES;
    }

    @Override
    void enter(long record, long event) {
        if (holds(event)) {
            long state = record + stateOffset;
            add(state + EVENTS, 1);
            boolean room = UnsafeApi.getInt(state + DISTINCT) < maxValues;
            int count = table.add(record, counter, value(event), room);
            if (count == 1) {
                add(state + DISTINCT, 1);
            } else if (count == 0) {
                add(state + UNCOUNTED, 1);
            }
        }
    }

    @Override
    void leave(long record, long event) {
        if (holds(event)) {
            long state = record + stateOffset;
            add(state + EVENTS, -1);
            int count = table.remove(record, counter, value(event));
            if (count == 1) {
                add(state + DISTINCT, -1);
            } else if (count == 0) {
                add(state + UNCOUNTED, -1);
            }
        }
    }

    private static void add(long address, int change) {
        UnsafeApi.putInt(address, UnsafeApi.getInt(address) + change);
    }

    @Override
    void read(long record, EventRing ring, int low, int high, int own, long[] out, int at) {
        long state = record + stateOffset;
        if (UnsafeApi.getInt(state + UNCOUNTED) != 0
                && UnsafeApi.getInt(state + DISTINCT) < maxValues
                && !forever) {
            countAnew(record, ring, low, high);
        }
        out[at] = UnsafeApi.getInt(state + DISTINCT);
        out[at + 1] = table.count(record, counter, value(ring.at(own)));
        out[at + 2] = UnsafeApi.getInt(state + EVENTS);
        out[at + 3] = UnsafeApi.getInt(state + UNCOUNTED) == 0 ? 0 : 1;
        if (top) {
            out[at + 4] = table.greatestCount(record, counter);
        }
    }

    private void countAnew(long record, EventRing ring, int low, int high) {
        long wait = record + stateOffset + WAIT;
        if (UnsafeApi.getInt(wait) > 0) {
            add(wait, -1);
            return;
        }
        UnsafeApi.putInt(wait, high - low);
        for (int i = low; i != high; i++) {
            if (!EventLayout.isReversed(ring.at(i))) {
                leave(record, ring.at(i));
            }
        }
        for (int i = low; i != high; i++) {
            if (!EventLayout.isReversed(ring.at(i))) {
                enter(record, ring.at(i));
            }
        }
    }

    @Override
    void hash(long record, EventRing ring, int low, int high, StateHash hash) {
        hash.word(UnsafeApi.getInt(record + stateOffset + DISTINCT));
        table.hash(record, counter, hash);
    }

    @Override
    String dump(long record, EventRing ring, int low, int high) {
        long state = record + stateOffset;
        return String.format(
                "%d distinct in %d events, most frequent %d times, not counted: %d",
                UnsafeApi.getInt(state + DISTINCT),
                UnsafeApi.getInt(state + EVENTS),
                table.greatestCount(record, counter),
                UnsafeApi.getInt(state + UNCOUNTED));
    }
}
