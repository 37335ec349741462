package dev.peregrine.replay.backtest.metrics;

import dev.peregrine.replay.backtest.checkpoint.StateValues;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.agrona.collections.Int2IntCounterMap;

/**
 * How features have moved between the first and the last part of the time: the population stability
 * index, over about ten groups that the first part fills evenly. Below 0.1 is usually taken for
 * stable, above 0.25 for another population.
 *
 * <p>Keeps, for each day and feature, how many values there were in bins that are an eighth of a
 * power of two wide, from one row in {@link #SAMPLE}. One thread.
 */
public final class DriftTable {
    /** One row in so many is looked at. */
    public static final int SAMPLE = 8;

    private static final long DAY_NS = 86_400_000_000_000L;
    private static final int MANTISSA_SHIFT = 52 - 3;
    private static final int GROUPS = 10;
    private static final int MISSING = Integer.MAX_VALUE;

    /**
     * A feature's movement.
     *
     * @param feature its place in the bundle
     * @param index population stability index; NaN with less than two days
     * @param missingFirst share of missing values in the first part
     * @param missingLast share of missing values in the last part
     */
    public record Drift(int feature, double index, double missingFirst, double missingLast) {}

    private final int features;
    private final TreeMap<Long, Int2IntCounterMap[]> days = new TreeMap<>();
    private long rows;

    public DriftTable(int features) {
        this.features = features;
    }

    /** Counts a row's features, if it is one of the sample. */
    public void add(long eventTimeNs, double[] values) {
        if (rows++ % SAMPLE != 0) {
            return;
        }
        Int2IntCounterMap[] bins =
                days.computeIfAbsent(Math.floorDiv(eventTimeNs, DAY_NS), day -> empty());
        for (int i = 0; i < features; i++) {
            bins[i].incrementAndGet(bin(values[i]));
        }
    }

    /** Drift of every feature, between the first and the last half of the days. */
    public List<Drift> drifts() {
        List<Drift> drifts = new ArrayList<>();
        List<Int2IntCounterMap[]> all = new ArrayList<>(days.values());
        int half = all.size() / 2;
        for (int i = 0; i < features; i++) {
            Map<Integer, Long> first = sum(all.subList(0, half), i);
            Map<Integer, Long> last = sum(all.subList(all.size() - half, all.size()), i);
            double index = half == 0 ? Double.NaN : stability(first, last);
            drifts.add(new Drift(i, index, missing(first), missing(last)));
        }
        return drifts;
    }

    void save(StateSink sink) {
        sink.putLong(rows);
        sink.putLong(days.size());
        days.forEach(
                (day, features) -> {
                    sink.putLong(day);
                    for (Int2IntCounterMap bins : features) {
                        sink.putLong(bins.size());
                        bins.forEach(
                                (bin, count) -> {
                                    sink.putLong(bin);
                                    sink.putLong(count);
                                });
                    }
                });
    }

    void load(StateSource source) {
        rows = source.getLong();
        int size = StateValues.getInt(source);
        for (int i = 0; i < size; i++) {
            long day = source.getLong();
            Int2IntCounterMap[] loaded = empty();
            for (Int2IntCounterMap bins : loaded) {
                int binCount = StateValues.getInt(source);
                for (int b = 0; b < binCount; b++) {
                    bins.put(StateValues.getInt(source), StateValues.getInt(source));
                }
            }
            days.put(day, loaded);
        }
    }

    /** The population stability index of two histograms over the same bins. */
    static double stability(Map<Integer, Long> first, Map<Integer, Long> last) {
        double firstTotal = total(first);
        double lastTotal = total(last);
        TreeMap<Integer, long[]> bins = new TreeMap<>();
        first.forEach((bin, count) -> bins.computeIfAbsent(bin, b -> new long[2])[0] = count);
        last.forEach((bin, count) -> bins.computeIfAbsent(bin, b -> new long[2])[1] = count);
        double index = 0;
        double firstGroup = 0;
        double lastGroup = 0;
        for (Map.Entry<Integer, long[]> bin : bins.entrySet()) {
            firstGroup += bin.getValue()[0];
            lastGroup += bin.getValue()[1];
            boolean end = bin.getKey().equals(bins.lastKey());
            boolean missingNext = MISSING == nextKey(bins, bin.getKey());
            if (end || missingNext || firstGroup >= firstTotal / GROUPS) {
                index += term(firstGroup, firstTotal, lastGroup, lastTotal);
                firstGroup = 0;
                lastGroup = 0;
            }
        }
        return index;
    }

    private static int nextKey(NavigableMap<Integer, long[]> bins, int key) {
        Integer next = bins.higherKey(key);
        return next == null ? Integer.MIN_VALUE : next;
    }

    /** A group's term; half a row stands for none, as the logarithm of 0 does not exist. */
    private static double term(double first, double firstTotal, double last, double lastTotal) {
        double a = Math.max(first, 0.5) / firstTotal;
        double b = Math.max(last, 0.5) / lastTotal;
        return (b - a) * StrictMath.log(b / a);
    }

    private static double total(Map<Integer, Long> bins) {
        double sum = 0;
        for (long count : bins.values()) {
            sum += count;
        }
        return sum;
    }

    private static double missing(Map<Integer, Long> bins) {
        return bins.getOrDefault(MISSING, 0L) / total(bins);
    }

    private static Map<Integer, Long> sum(List<Int2IntCounterMap[]> part, int feature) {
        TreeMap<Integer, Long> sums = new TreeMap<>();
        for (Int2IntCounterMap[] day : part) {
            day[feature].forEach((bin, count) -> sums.merge(bin, (long) count, Long::sum));
        }
        return sums;
    }

    /** Bins in the order of their values. */
    static int bin(double value) {
        if (Double.isNaN(value)) {
            return MISSING;
        }
        int bits = (int) (Double.doubleToLongBits(Math.abs(value)) >>> MANTISSA_SHIFT);
        return value < 0 ? -bits : bits;
    }

    private Int2IntCounterMap[] empty() {
        Int2IntCounterMap[] bins = new Int2IntCounterMap[features];
        for (int i = 0; i < features; i++) {
            bins[i] = new Int2IntCounterMap(0);
        }
        return bins;
    }
}
