package dev.peregrine.report.latency;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * The control: a thread that does nothing but sleep, and notes how much later than it wanted it got
 * to run. What it sees was the machine's or the JVM's doing, not that of what is measured beside
 * it.
 *
 * <p>The shortest sleep seen so far counts as on time, as that is what timers here can do.
 */
public final class HiccupMeter implements AutoCloseable {
    /** Tag of hiccups in interval logs. */
    public static final String TAG = "hiccup";

    /** Greatest hiccup that is told apart, nanoseconds. */
    public static final long GREATEST_NS = TimeUnit.HOURS.toNanos(1);

    private final SingleWriterRecorder recorder = new SingleWriterRecorder(1, GREATEST_NS, 2);
    private final long resolutionNs;
    private final Thread thread = new Thread(this::run, "hiccups");
    private volatile boolean closed;

    private HiccupMeter(long resolutionNs) {
        this.resolutionNs = resolutionNs;
    }

    /**
     * Starts one.
     *
     * @param resolutionNs how long it sleeps at a time, nanoseconds
     */
    public static HiccupMeter start(long resolutionNs) {
        HiccupMeter meter = new HiccupMeter(resolutionNs);
        meter.thread.setDaemon(true);
        meter.thread.start();
        return meter;
    }

    /**
     * Hiccups since the last call, nanoseconds. One thread at a time.
     *
     * @param recycled what a call before gave, or null; not to be used any more
     */
    public Histogram interval(Histogram recycled) {
        return recorder.getIntervalHistogram(recycled);
    }

    private void run() {
        long shortest = Long.MAX_VALUE;
        while (!closed) {
            long start = System.nanoTime();
            LockSupport.parkNanos(resolutionNs);
            long slept = System.nanoTime() - start;
            if (slept >= resolutionNs) {
                shortest = Math.min(shortest, slept);
                recorder.recordValue(Math.min(GREATEST_NS, slept - shortest));
            }
        }
    }

    /** Ends the thread. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
