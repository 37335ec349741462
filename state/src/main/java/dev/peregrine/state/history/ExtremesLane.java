package dev.peregrine.state.history;

import dev.peregrine.state.EntityEvent;
import dev.peregrine.state.LaneSpec;
import dev.peregrine.state.StateHash;
import org.agrona.UnsafeApi;

/**
 * Least and greatest value. An event that enters can only widen them. When the event that set one
 * of them leaves, both are found anew by going through the window, at the next reading: for values
 * in random order that happens about once in as many events as the window holds; rising or falling
 * values are the worst case.
 *
 * <pre>
 *   0        8        16       20      24         32
 *   +--------+--------+--------+-------+- - - - - +- - - - - +
 *   | least  | great- | count  | stale | least of | greatest |
 *   |        | est    | int32  | int32 | the gone | of gone  |
 *   +--------+--------+--------+-------+- - - - - +- - - - - +
 * </pre>
 *
 * <p>The last two are there in a window since forever: of events that are no longer in the ring.
 */
final class ExtremesLane extends Lane {
    private static final int LEAST = 0;
    private static final int GREATEST = 8;
    private static final int COUNT = 16;
    private static final int STALE = 20;
    private static final int GONE_LEAST = 24;
    private static final int GONE_GREATEST = 32;
    private static final int LENGTH = 24;
    private static final int LENGTH_WITH_GONE = 40;

    private final boolean forever;

    ExtremesLane(
            int index, LaneSpec spec, EventLayout events, RecordLayout layout, boolean forever) {
        super(index, spec, events, layout.reserve(forever ? LENGTH_WITH_GONE : LENGTH));
        this.forever = forever;
    }

    @Override
    void initialise(long record) {
        if (forever) {
            UnsafeApi.putLong(record + stateOffset + GONE_LEAST, Long.MAX_VALUE);
            UnsafeApi.putLong(record + stateOffset + GONE_GREATEST, Long.MIN_VALUE);
        }
    }

    @Override
    void enter(long record, long event) {
        if (!holds(event)) {
            return;
        }
        long state = record + stateOffset;
        long value = value(event);
        int count = UnsafeApi.getInt(state + COUNT);
        if (count == 0) {
            UnsafeApi.putInt(state + STALE, 0);
            UnsafeApi.putLong(state + LEAST, value);
            UnsafeApi.putLong(state + GREATEST, value);
        } else if (UnsafeApi.getInt(state + STALE) == 0) {
            widen(state + LEAST, state + GREATEST, value);
        }
        UnsafeApi.putInt(state + COUNT, count + 1);
    }

    @Override
    void leave(long record, long event) {
        if (!holds(event)) {
            return;
        }
        long state = record + stateOffset;
        long value = value(event);
        UnsafeApi.putInt(state + COUNT, UnsafeApi.getInt(state + COUNT) - 1);
        if (value == UnsafeApi.getLong(state + LEAST)
                || value == UnsafeApi.getLong(state + GREATEST)) {
            UnsafeApi.putInt(state + STALE, 1);
        }
    }

    @Override
    void outlive(long record, long event) {
        if (holds(event)) {
            long state = record + stateOffset;
            widen(state + GONE_LEAST, state + GONE_GREATEST, value(event));
        }
    }

    private static void widen(long least, long greatest, long value) {
        if (value < UnsafeApi.getLong(least)) {
            UnsafeApi.putLong(least, value);
        }
        if (value > UnsafeApi.getLong(greatest)) {
            UnsafeApi.putLong(greatest, value);
        }
    }

    @Override
    void read(long record, EventRing ring, int low, int high, int own, long[] out, int at) {
        long state = record + stateOffset;
        if (UnsafeApi.getInt(state + COUNT) == 0) {
            out[at] = EntityEvent.MISSING;
            out[at + 1] = EntityEvent.MISSING;
            return;
        }
        if (UnsafeApi.getInt(state + STALE) != 0) {
            findAnew(state, ring, low, high);
        }
        out[at] = UnsafeApi.getLong(state + LEAST);
        out[at + 1] = UnsafeApi.getLong(state + GREATEST);
    }

    private void findAnew(long state, EventRing ring, int low, int high) {
        UnsafeApi.putLong(
                state + LEAST, forever ? UnsafeApi.getLong(state + GONE_LEAST) : Long.MAX_VALUE);
        UnsafeApi.putLong(
                state + GREATEST,
                forever ? UnsafeApi.getLong(state + GONE_GREATEST) : Long.MIN_VALUE);
        for (int i = low; i != high; i++) {
            long event = ring.at(i);
            if (!EventLayout.isReversed(event) && holds(event)) {
                widen(state + LEAST, state + GREATEST, value(event));
            }
        }
        UnsafeApi.putInt(state + STALE, 0);
    }

    @Override
    void hash(long record, EventRing ring, int low, int high, StateHash hash) {
        long state = record + stateOffset;
        int count = UnsafeApi.getInt(state + COUNT);
        if (count > 0 && UnsafeApi.getInt(state + STALE) != 0) {
            findAnew(state, ring, low, high);
        }
        hash.word(count);
        hash.word(count == 0 ? 0 : UnsafeApi.getLong(state + LEAST));
        hash.word(count == 0 ? 0 : UnsafeApi.getLong(state + GREATEST));
    }

    @Override
    String dump(long record, EventRing ring, int low, int high) {
        long[] out = new long[LaneSpec.OUTPUTS];
        read(record, ring, low, high, high - 1, out, 0);
        return String.format(
                "least %s, greatest %s of %d",
                text(out[0]), text(out[1]), UnsafeApi.getInt(record + stateOffset + COUNT));
    }
}
