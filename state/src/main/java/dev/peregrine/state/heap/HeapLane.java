package dev.peregrine.state.heap;

import dev.peregrine.state.EntityEvent;
import dev.peregrine.state.LaneSpec;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a lane gives, computed from the events of its window. Keeps every distinct value. */
final class HeapLane {
    private static final long MS_NS = 1_000_000;

    private HeapLane() {}

    static void read(LaneSpec lane, List<HeapEvent> window, HeapEvent own, long[] out, int at) {
        List<HeapEvent> events =
                window.stream().filter(e -> e.counts(lane.condition(), lane.column())).toList();
        switch (lane.kind()) {
            case MOMENTS, SQUARES -> moments(lane, events, out, at);
            case EXTREMES -> {
                long[] values = events.stream().mapToLong(e -> e.value(lane.column())).toArray();
                out[at] = Arrays.stream(values).min().orElse(EntityEvent.MISSING);
                out[at + 1] = Arrays.stream(values).max().orElse(EntityEvent.MISSING);
            }
            case ENDS -> ends(lane, events, own, out, at);
            case VALUES, TOP_VALUES -> values(lane, events, own, out, at);
            case TREND -> out[at] = Double.doubleToRawLongBits(slope(lane, events));
        }
    }

    private static void moments(LaneSpec lane, List<HeapEvent> events, long[] out, int at) {
        out[at] = events.size();
        out[at + 1] = events.stream().filter(HeapEvent::isFraud).count();
        out[at + 2] = events.stream().mapToLong(e -> e.value(lane.column())).sum();
        if (lane.kind() == LaneSpec.Kind.SQUARES) {
            BigInteger squares =
                    events.stream()
                            .map(e -> BigInteger.valueOf(e.value(lane.column())).pow(2))
                            .reduce(BigInteger.ZERO, BigInteger::add);
            out[at + 3] = squares.shiftRight(Long.SIZE).longValue();
            out[at + 4] = squares.longValue();
        }
    }

    private static void ends(
            LaneSpec lane, List<HeapEvent> events, HeapEvent own, long[] out, int at) {
        List<HeapEvent> others = events.stream().filter(e -> e != own).toList();
        out[at] = events.isEmpty() ? EntityEvent.MISSING : events.get(0).value(lane.column());
        out[at + 1] = events.isEmpty() ? EntityEvent.MISSING : events.get(0).timeNs;
        HeapEvent last = others.isEmpty() ? null : others.get(others.size() - 1);
        out[at + 2] = last == null ? EntityEvent.MISSING : last.value(lane.column());
        out[at + 3] = last == null ? EntityEvent.MISSING : last.timeNs;
    }

    private static void values(
            LaneSpec lane, List<HeapEvent> events, HeapEvent own, long[] out, int at) {
        Map<Long, Long> counts =
                events.stream()
                        .map(e -> e.value(lane.column()))
                        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        out[at] = counts.size();
        out[at + 1] = counts.getOrDefault(own.value(lane.column()), 0L);
        out[at + 2] = events.size();
        out[at + 3] = 0;
        if (lane.kind() == LaneSpec.Kind.TOP_VALUES) {
            out[at + 4] = counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
        }
    }

    private static double slope(LaneSpec lane, List<HeapEvent> events) {
        BigInteger n = BigInteger.valueOf(events.size());
        BigInteger times = BigInteger.ZERO;
        BigInteger values = BigInteger.ZERO;
        BigInteger squares = BigInteger.ZERO;
        BigInteger products = BigInteger.ZERO;
        for (HeapEvent event : events) {
            BigInteger time = BigInteger.valueOf(Math.floorDiv(event.timeNs, MS_NS));
            BigInteger value = BigInteger.valueOf(event.value(lane.column()));
            times = times.add(time);
            values = values.add(value);
            squares = squares.add(time.multiply(time));
            products = products.add(time.multiply(value));
        }
        BigInteger spread = n.multiply(squares).subtract(times.multiply(times));
        BigInteger together = n.multiply(products).subtract(times.multiply(values));
        return spread.signum() == 0
                ? Double.NaN
                : together.doubleValue() / spread.doubleValue() * 1000;
    }
}
