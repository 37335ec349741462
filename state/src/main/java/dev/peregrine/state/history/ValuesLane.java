package dev.peregrine.state.history;

import dev.peregrine.state.LaneSpec;
import dev.peregrine.state.StateHash;
import org.agrona.UnsafeApi;

/**
 * How many distinct values a window holds, and how often each: exact by reference counts in a
 * {@link ValueTable} that it shares with the other windows over the same values.
 *
 * <pre>
 *   0          4        8
 *   +----------+--------+
 *   | distinct | events |
 *   | int32    | int32  |
 *   +----------+--------+
 * </pre>
 */
final class ValuesLane extends Lane {
    private static final int DISTINCT = 0;
    private static final int EVENTS = 4;
    private static final int LENGTH = 8;

    private final ValueTable table;
    private final int counter;
    private final boolean top;

    ValuesLane(
            int index,
            LaneSpec spec,
            EventLayout events,
            RecordLayout layout,
            ValueTable table,
            int counter) {
        super(index, spec, events, layout.reserve(LENGTH));
        this.table = table;
        this.counter = counter;
        top = spec.kind() == LaneSpec.Kind.TOP_VALUES;
    }

    @Override
    void enter(long record, long event) {
        if (holds(event)) {
            long state = record + stateOffset;
            add(state + EVENTS, 1);
            if (table.add(record, counter, value(event))) {
                add(state + DISTINCT, 1);
            }
        }
    }

    @Override
    void leave(long record, long event) {
        if (holds(event)) {
            long state = record + stateOffset;
            add(state + EVENTS, -1);
            if (table.remove(record, counter, value(event))) {
                add(state + DISTINCT, -1);
            }
        }
    }

    private static void add(long address, int change) {
        UnsafeApi.putInt(address, UnsafeApi.getInt(address) + change);
    }

    @Override
    void read(long record, EventRing ring, int low, int high, int own, long[] out, int at) {
        long state = record + stateOffset;
        out[at] = UnsafeApi.getInt(state + DISTINCT);
        out[at + 1] = table.count(record, counter, value(ring.at(own)));
        out[at + 2] = UnsafeApi.getInt(state + EVENTS);
        out[at + 3] = table.hasLost(record) ? 1 : 0;
        if (top) {
            out[at + 4] = table.greatestCount(record, counter);
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
                "%d distinct in %d events, most frequent %d times, values lost: %s",
                UnsafeApi.getInt(state + DISTINCT),
                UnsafeApi.getInt(state + EVENTS),
                table.greatestCount(record, counter),
                table.hasLost(record) ? "yes" : "no");
    }
}
