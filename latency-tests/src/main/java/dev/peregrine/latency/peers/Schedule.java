package dev.peregrine.latency.peers;

/**
 * When rows are due: evenly spaced, or all at once. A source that finds itself late sends at once,
 * and the delay counts. {@link #begin} by the source's thread; the rest by any thread after it.
 */
public final class Schedule {
    private static final long LEAD_NS = 1_000_000;

    private final double ratePerSecond;
    private final int warmUpRows;
    private volatile long startNanos;
    private volatile long startCpuNanos;

    /**
     * @param ratePerSecond rows a second; 0 for as fast as they go
     * @param warmUpRows rows at the beginning whose latency is not recorded
     */
    public Schedule(double ratePerSecond, int warmUpRows) {
        this.ratePerSecond = ratePerSecond;
        this.warmUpRows = warmUpRows;
    }

    /** All rows at once; no latencies. */
    static Schedule unlimited() {
        return new Schedule(0, Integer.MAX_VALUE);
    }

    /** Starts the clock, as {@link System#nanoTime}; once. */
    public void begin() {
        startCpuNanos = ProcessCpu.nanos();
        startNanos = System.nanoTime() + (ratePerSecond > 0 ? LEAD_NS : 0);
    }

    /** True when rows are not all due at once. */
    public boolean isPaced() {
        return ratePerSecond > 0;
    }

    /** When the clock was started. */
    long startNanos() {
        return startNanos;
    }

    /** Processor time that this process had used then. */
    long startCpuNanos() {
        return startCpuNanos;
    }

    /** Planned time of a row, as {@link System#nanoTime}. */
    public long plannedNanos(int row) {
        return ratePerSecond > 0 ? startNanos + (long) (row * (1e9 / ratePerSecond)) : startNanos;
    }

    /** True when a row is due. */
    public boolean isDue(int row) {
        return ratePerSecond == 0 || System.nanoTime() - plannedNanos(row) >= 0;
    }

    /** Spins until a row is due. */
    public void await(int row) {
        while (!isDue(row)) {
            Thread.onSpinWait();
        }
    }

    boolean isMeasured(int row) {
        return row >= warmUpRows;
    }
}
