package dev.peregrine.latency.peers;

import org.HdrHistogram.Histogram;

/**
 * Where a run's results arrive, each row's once, in any order: sums them up, keeps them if they are
 * to be compared, and notes when they came. One thread, until the run has ended.
 */
public final class ResultSink {
    private static final long GREATEST_NS = 600_000_000_000L;

    private final double[] values = new double[HandbookFeatures.COUNT];
    private final Histogram latencies = new Histogram(GREATEST_NS, 3);
    private final Schedule schedule;
    private final Outputs kept;
    private final int expected;
    private int rows;
    private long checksum;
    private long endNanos;
    private long endCpuNanos;
    private boolean ended;

    /**
     * @param kept where to keep the results; null for nowhere
     */
    ResultSink(Schedule schedule, Outputs kept, int expected) {
        this.schedule = schedule;
        this.kept = kept;
        this.expected = expected;
    }

    /** A row is done: computes its features from its windows. */
    public void accept(FeatureRow row) {
        computed(row);
        delivered(row.index);
    }

    /** A row's features are computed, but not yet handed over: see {@link #delivered(int)}. */
    public void computed(FeatureRow row) {
        row.features(values);
        computed(row.index, values);
    }

    /** The same, of features that others computed. */
    public void computed(int index, double[] features) {
        checksum += Outputs.checksum(index, features);
        if (kept != null) {
            kept.put(index, features);
        }
        if (++rows == expected) {
            ended();
        }
    }

    /** The client has a row's answer, just now. */
    public void delivered(int index) {
        if (schedule.isPaced()) {
            delivered(index, System.nanoTime());
        }
    }

    /** The client has had a row's answer since a time, as {@link System#nanoTime}. */
    public void delivered(int index, long atNanos) {
        if (schedule.isMeasured(index)) {
            long latency = atNanos - schedule.plannedNanos(index);
            latencies.recordValue(Math.min(GREATEST_NS, Math.max(0, latency)));
        }
    }

    /** All rows have been handled, just now: for those whose results are looked at afterwards. */
    public void ended() {
        if (!ended) {
            ended = true;
            endNanos = System.nanoTime();
            endCpuNanos = ProcessCpu.nanos();
        }
    }

    /** Rows so far. */
    public int rows() {
        return rows;
    }

    /** Seconds from the schedule's begin to the last row. */
    double seconds() {
        return (endNanos - schedule.startNanos()) / 1e9;
    }

    /** Cores that were busy from the schedule's begin to the last row, in the mean. */
    double cores() {
        return (endCpuNanos - schedule.startCpuNanos())
                / (double) (endNanos - schedule.startNanos());
    }

    /** Sum over the features so far: see {@link Outputs#checksum(int, double[])}. */
    public long checksum() {
        return checksum;
    }

    Histogram latencies() {
        return latencies;
    }
}
