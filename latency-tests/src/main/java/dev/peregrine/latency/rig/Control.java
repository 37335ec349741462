package dev.peregrine.latency.rig;

import dev.peregrine.report.latency.GcMeter;
import dev.peregrine.report.latency.HiccupMeter;
import dev.peregrine.report.latency.IntervalLog;
import dev.peregrine.report.latency.Percentiles;
import dev.peregrine.report.latency.SeriesPoint;
import dev.peregrine.report.latency.StealMeter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Looks at a run from a thread of its own: each second it takes the latencies and stages of the
 * second, and what the machine, its host and the collector kept for themselves. Begins when the
 * warm-up is over; must be closed before its results are read.
 */
public final class Control implements AutoCloseable {
    /** Tag of latencies in interval logs. */
    static final String LATENCY = "latency";

    private static final long HICCUP_RESOLUTION_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long TICK_NS = TimeUnit.SECONDS.toNanos(1);

    private final BooleanSupplier measuring;
    private final Supplier<Histogram> latencies;
    private final StageSource stages;
    private final IntervalLog log;
    private final HiccupMeter hiccups = HiccupMeter.start(HICCUP_RESOLUTION_NS);
    private final GcMeter gc = new GcMeter();
    private final StealMeter steal = new StealMeter();
    private final List<SeriesPoint> series = new ArrayList<>();
    private final Map<String, StageSource.Part> measured = new LinkedHashMap<>();
    private final Thread thread = new Thread(this::watch, "control");
    private Histogram warmUp;
    private List<StageSource.Part> before = List.of();
    private long gcMs;
    private long stolenMs;
    private volatile boolean closed;

    /**
     * A control that does not look yet.
     *
     * @param measuring whether the warm-up is over
     * @param latencies since the last call, nanoseconds, without the warm-up
     * @param log gets every second; not closed here
     */
    public Control(
            BooleanSupplier measuring,
            Supplier<Histogram> latencies,
            StageSource stages,
            IntervalLog log) {
        this.measuring = measuring;
        this.latencies = latencies;
        this.stages = stages;
        this.log = log;
        thread.setDaemon(true);
    }

    /** Begins to look. */
    public Control start() {
        thread.start();
        return this;
    }

    /** What was seen, a point for each second. */
    public List<SeriesPoint> series() {
        return series;
    }

    /** The stages without the warm-up. */
    public List<StageSource.Part> stages() {
        return List.copyOf(measured.values());
    }

    private void watch() {
        while (!measuring.getAsBoolean() && !closed) {
            LockSupport.parkNanos(POLL_NS);
        }
        warmUp = latencies.get();
        before = stages.parts();
        hiccups.interval(null);
        gcMs = gc.pausedMs();
        stolenMs = steal.stolenMs();
        long due = System.nanoTime() + TICK_NS;
        while (!closed) {
            while (!closed && System.nanoTime() - due < 0) {
                LockSupport.parkNanos(Math.min(POLL_NS, Math.max(1, due - System.nanoTime())));
            }
            due += TICK_NS;
            take();
        }
    }

    private void take() {
        Histogram interval = latencies.get();
        if (warmUp != null) {
            // what came while this began to look; its own start lies before the warm-up
            interval.add(warmUp);
            warmUp = null;
        }
        Histogram hiccup = hiccups.interval(null);
        long ms = gc.pausedMs();
        long stolen = steal.stolenMs();
        Percentiles latency = Percentiles.of(interval);
        series.add(
                new SeriesPoint(
                        interval.getStartTimeStamp(),
                        interval.getEndTimeStamp() - interval.getStartTimeStamp(),
                        latency.count(),
                        latency.p50Us(),
                        latency.p99Us(),
                        latency.maxUs(),
                        hiccup.getMaxValue() / 1e3,
                        (double) ms - gcMs,
                        (double) stolen - stolenMs));
        giveWay();
        log.write(LATENCY, interval);
        giveWay();
        log.write(HiccupMeter.TAG, hiccup);
        log.write(GcMeter.TAG, timed(oneValue(ms - gcMs), interval));
        gcMs = ms;
        log.write(StealMeter.TAG, timed(oneValue(stolen - stolenMs), interval));
        stolenMs = stolen;
        List<StageSource.Part> now = stages.parts();
        for (int i = 0; i < now.size(); i++) {
            StageSource.Part part = now.get(i);
            Histogram nanos = part.nanos().copy();
            nanos.subtract(before.get(i).nanos());
            log.write(part.name().replace(' ', '_'), timed(nanos, interval));
            measured.merge(
                    part.name(),
                    new StageSource.Part(part.name(), part.includes(), nanos),
                    StageSource.Part::add);
            giveWay();
        }
        before = now;
    }

    /** Ends a piece of work, so that none holds a core for as long as the latencies it looks at. */
    static void giveWay() {
        LockSupport.parkNanos(PAUSE_NS);
    }

    private static Histogram oneValue(long ms) {
        Histogram histogram = new Histogram(TimeUnit.HOURS.toNanos(1), 2);
        if (ms > 0) {
            histogram.recordValue(TimeUnit.MILLISECONDS.toNanos(ms));
        }
        return histogram;
    }

    private static Histogram timed(Histogram histogram, Histogram as) {
        histogram.setStartTimeStamp(as.getStartTimeStamp());
        histogram.setEndTimeStamp(as.getEndTimeStamp());
        return histogram;
    }

    /** Takes what is left. Blocks until the thread has ended. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        hiccups.close();
    }
}
