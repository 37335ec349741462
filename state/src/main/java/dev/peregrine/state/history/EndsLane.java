package dev.peregrine.state.history;

import dev.peregrine.state.EntityEvent;
import dev.peregrine.state.LaneSpec;
import dev.peregrine.state.StateHash;
import org.agrona.UnsafeApi;

/**
 * First event of the window and the last one before the event as of which is read: goes in from
 * both ends until an event meets the condition and has a value. Keeps nothing, except in a window
 * since forever, of the events that are no longer in the ring:
 *
 * <pre>
 *   0        8        16       24       32
 *   +--------+--------+--------+--------+
 *   | first  | first  | last   | last   |   MISSING before the first
 *   | value  | time   | value  | time   |
 *   +--------+--------+--------+--------+
 * </pre>
 */
final class EndsLane extends Lane {
    private static final int FIRST = 0;
    private static final int LAST = 16;
    private static final int LENGTH = 32;

    private final boolean forever;

    EndsLane(int index, LaneSpec spec, EventLayout events, RecordLayout layout, boolean forever) {
        super(index, spec, events, layout.reserve(forever ? LENGTH : 0));
        this.forever = forever;
    }

    @Override
    void initialise(long record) {
        if (forever) {
            put(record + stateOffset + FIRST, EntityEvent.MISSING, EntityEvent.MISSING);
            put(record + stateOffset + LAST, EntityEvent.MISSING, EntityEvent.MISSING);
        }
    }

    @Override
    void outlive(long record, long event) {
        if (holds(event)) {
            long state = record + stateOffset;
            long timeNs = EventLayout.timeNs(event);
            if (UnsafeApi.getLong(state + FIRST) == EntityEvent.MISSING) {
                put(state + FIRST, value(event), timeNs);
            }
            put(state + LAST, value(event), timeNs);
        }
    }

    private static void put(long end, long value, long timeNs) {
        UnsafeApi.putLong(end, value);
        UnsafeApi.putLong(end + Long.BYTES, timeNs);
    }

    @Override
    void enter(long record, long event) {}

    @Override
    void leave(long record, long event) {}

    @Override
    void read(long record, EventRing ring, int low, int high, int own, long[] out, int at) {
        for (int i = 0; i < LENGTH / Long.BYTES; i++) {
            out[at + i] =
                    forever
                            ? UnsafeApi.getLong(record + stateOffset + (long) i * Long.BYTES)
                            : EntityEvent.MISSING;
        }
        boolean hasFirst = out[at] != EntityEvent.MISSING;
        for (int i = low; i != high && !hasFirst; i++) {
            if (counts(ring.at(i))) {
                out[at] = value(ring.at(i));
                out[at + 1] = EventLayout.timeNs(ring.at(i));
                break;
            }
        }
        for (int i = high == own + 1 ? own : high; i - low > 0; i--) {
            long event = ring.at(i - 1);
            if (counts(event)) {
                out[at + 2] = value(event);
                out[at + 3] = EventLayout.timeNs(event);
                break;
            }
        }
    }

    private boolean counts(long event) {
        return !EventLayout.isReversed(event) && holds(event);
    }

    @Override
    void hash(long record, EventRing ring, int low, int high, StateHash hash) {
        for (int i = 0; i < LENGTH; i += Long.BYTES) {
            hash.word(UnsafeApi.getLong(record + stateOffset + i));
        }
    }

    @Override
    String dump(long record, EventRing ring, int low, int high) {
        long[] out = new long[LaneSpec.OUTPUTS];
        read(record, ring, low, high, high, out, 0);
        return "first " + end(out, 0) + ", last " + end(out, 2);
    }

    private static String end(long[] out, int at) {
        return out[at] == EntityEvent.MISSING
                ? text(out[at])
                : text(out[at]) + " at " + EventLayout.instant(out[at + 1]);
    }
}
