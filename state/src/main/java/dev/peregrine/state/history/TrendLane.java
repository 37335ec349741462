package dev.peregrine.state.history;

import dev.peregrine.state.ExactSums;
import dev.peregrine.state.LaneSpec;
import dev.peregrine.state.StateHash;
import org.agrona.UnsafeApi;

/**
 * Least-squares slope of the value x over the event time t in milliseconds, from exact sums: {@code
 * (n Σtx - Σt Σx) / (n Σt² - (Σt)²)}.
 *
 * <pre>
 *   0        8        16       24                40                56
 *   +--------+--------+--------+-----------------+-----------------+
 *   | n      | Σt     | Σx     | Σt²             | Σtx             |
 *   +--------+--------+--------+-----------------+-----------------+
 * </pre>
 */
final class TrendLane extends Lane {
    private static final int COUNT = 0;
    private static final int TIMES = 8;
    private static final int VALUES = 16;
    private static final int TIME_SQUARES = 24;
    private static final int PRODUCTS = 40;
    private static final int LENGTH = 56;
    private static final long MS_NS = 1_000_000;
    private static final double MS_PER_SECOND = 1000;

    TrendLane(int index, LaneSpec spec, EventLayout events, RecordLayout layout) {
        super(index, spec, events, layout.reserve(LENGTH));
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
        long timeMs = Math.floorDiv(EventLayout.timeNs(event), MS_NS);
        long value = value(event);
        add(state + COUNT, sign);
        add(state + TIMES, sign * timeMs);
        add(state + VALUES, sign * value);
        Int128.addProduct(state + TIME_SQUARES, timeMs, timeMs, sign);
        Int128.addProduct(state + PRODUCTS, timeMs, value, sign);
    }

    private static void add(long address, long value) {
        UnsafeApi.putLong(address, UnsafeApi.getLong(address) + value);
    }

    @Override
    void read(long record, EventRing ring, int low, int high, int own, long[] out, int at) {
        long state = record + stateOffset;
        long count = UnsafeApi.getLong(state + COUNT);
        long times = UnsafeApi.getLong(state + TIMES);
        double spread = difference(state + TIME_SQUARES, count, times, times);
        double together =
                difference(state + PRODUCTS, count, times, UnsafeApi.getLong(state + VALUES));
        out[at] =
                Double.doubleToRawLongBits(
                        spread == 0 ? Double.NaN : together / spread * MS_PER_SECOND);
    }

    private static double difference(long sum, long count, long a, long b) {
        return ExactSums.productDifference(count, Int128.high(sum), Int128.low(sum), a, b);
    }

    @Override
    void hash(long record, EventRing ring, int low, int high, StateHash hash) {
        for (int offset = 0; offset < LENGTH; offset += Long.BYTES) {
            hash.word(UnsafeApi.getLong(record + stateOffset + offset));
        }
    }

    @Override
    String dump(long record, EventRing ring, int low, int high) {
        long state = record + stateOffset;
        long[] out = new long[LaneSpec.OUTPUTS];
        read(record, ring, low, high, high - 1, out, 0);
        return String.format(
                "count %d, sum %d, slope %s a second",
                UnsafeApi.getLong(state + COUNT),
                UnsafeApi.getLong(state + VALUES),
                Double.longBitsToDouble(out[0]));
    }
}
