package dev.peregrine.state.history;

import dev.peregrine.state.LaneSpec;
import dev.peregrine.state.StateHash;
import org.agrona.UnsafeApi;

/**
 * Count, frauds, sum, and on demand the sum of squares.
 *
 * <pre>
 *   0        4        8        16                32
 *   +--------+--------+--------+- - - - - - - - -+
 *   | count  | frauds | sum    | sum of squares  |
 *   +--------+--------+--------+- - - - - - - - -+
 * </pre>
 */
final class MomentsLane extends Lane {
    private static final int COUNT = 0;
    private static final int FRAUDS = 4;
    private static final int SUM = 8;
    private static final int SQUARES = 16;

    private final boolean squares;

    MomentsLane(int index, LaneSpec spec, EventLayout events, RecordLayout layout) {
        super(index, spec, events, layout.reserve(length(spec)));
        squares = spec.kind() == LaneSpec.Kind.SQUARES;
    }

    private static int length(LaneSpec spec) {
        return spec.kind() == LaneSpec.Kind.SQUARES ? SQUARES + Int128.LENGTH : SQUARES;
    }

    @Override
    void enter(long record, long event) {
        if (holds(event)) {
            change(record + stateOffset, event, 1);
        }
    }

    @Override
    void leave(long record, long event) {
        if (holds(event)) {
            change(record + stateOffset, event, -1);
        }
    }

    private void change(long state, long event, int sign) {
        long value = value(event);
        UnsafeApi.putInt(state + COUNT, UnsafeApi.getInt(state + COUNT) + sign);
        UnsafeApi.putInt(
                state + FRAUDS, UnsafeApi.getInt(state + FRAUDS) + sign * EventLayout.fraud(event));
        UnsafeApi.putLong(state + SUM, UnsafeApi.getLong(state + SUM) + sign * value);
        if (squares) {
            Int128.addProduct(state + SQUARES, value, value, sign);
        }
    }

    @Override
    void read(long record, EventRing ring, int low, int high, int own, long[] out, int at) {
        long state = record + stateOffset;
        out[at] = UnsafeApi.getInt(state + COUNT);
        out[at + 1] = UnsafeApi.getInt(state + FRAUDS);
        out[at + 2] = UnsafeApi.getLong(state + SUM);
        if (squares) {
            out[at + 3] = Int128.high(state + SQUARES);
            out[at + 4] = Int128.low(state + SQUARES);
        }
    }

    @Override
    void hash(long record, EventRing ring, int low, int high, StateHash hash) {
        long state = record + stateOffset;
        hash.word(UnsafeApi.getInt(state + COUNT));
        hash.word(UnsafeApi.getInt(state + FRAUDS));
        hash.word(UnsafeApi.getLong(state + SUM));
        if (squares) {
            hash.word(Int128.high(state + SQUARES)).word(Int128.low(state + SQUARES));
        }
    }

    @Override
    String dump(long record, EventRing ring, int low, int high) {
        long state = record + stateOffset;
        String text =
                String.format(
                        "count %d, frauds %d, sum %d",
                        UnsafeApi.getInt(state + COUNT),
                        UnsafeApi.getInt(state + FRAUDS),
                        UnsafeApi.getLong(state + SUM));
        return squares ? text + ", squares " + Int128.text(state + SQUARES) : text;
    }
}
