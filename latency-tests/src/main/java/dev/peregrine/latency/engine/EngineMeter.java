package dev.peregrine.latency.engine;

import com.sun.management.ThreadMXBean;
import dev.peregrine.latency.rig.Control;
import dev.peregrine.latency.rig.ResultFiles;
import dev.peregrine.latency.rig.StageSource;
import dev.peregrine.report.latency.IntervalLog;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * Measures work that comes in batches on the calling thread: what an event of a batch takes in the
 * mean, and what each takes, with the course beside it in an interval log. What is done before
 * {@link #start} is warm-up: recorded as well, so that recording is warm, and thrown away.
 */
final class EngineMeter implements AutoCloseable {
    private static final long GREATEST_NS = 60_000_000_000L;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final SingleWriterRecorder recorder = new SingleWriterRecorder(GREATEST_NS, 3);
    private final Histogram all = new Histogram(GREATEST_NS, 3);
    private final List<Double> batches = new ArrayList<>();
    private final List<Double> cpuBatches = new ArrayList<>();
    private final IntervalLog log;
    private final Control control;
    private long leastAllocated = Long.MAX_VALUE;

    /**
     * @param name of the interval log
     * @param stages of what is measured; read by a thread of its own
     */
    EngineMeter(String name, ResultFiles files, StageSource stages) throws IOException {
        log = files.intervalLog(name);
        control = new Control(() -> true, this::interval, stages, log);
    }

    /** Ends the warm-up. */
    void start() {
        batches.clear();
        cpuBatches.clear();
        leastAllocated = Long.MAX_VALUE;
        recorder.reset();
        control.start();
    }

    /** Runs a batch, and notes how long it took and what it allocated. */
    void batch(int events, Runnable batch) {
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long cpu = threads.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        batch.run();
        long stop = System.nanoTime();
        long cpuStop = threads.getCurrentThreadCpuTime();
        leastAllocated =
                Math.min(leastAllocated, threads.getCurrentThreadAllocatedBytes() - allocated);
        cpuBatches.add((double) (cpuStop - cpu) / events);
        batches.add((double) (stop - start) / events);
    }

    /** Notes how long an event took. */
    void event(long nanos) {
        recorder.recordValue(Math.min(GREATEST_NS, nanos));
    }

    /** What was found; after {@link #close}. */
    EngineFigures figures() {
        return new EngineFigures(
                median(batches),
                median(cpuBatches),
                leastAllocated,
                EngineFigures.encode(all),
                control.stages().stream().map(EngineFigures.Phase::of).toList(),
                control.series());
    }

    private Histogram interval() {
        Histogram interval = recorder.getIntervalHistogram();
        all.add(interval);
        return interval;
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }

    @Override
    public void close() {
        control.close();
        log.close();
    }
}
