package dev.peregrine.latency.rig;

import dev.peregrine.node.runtime.TimeSlices;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * Runs a plan against a target on the calling thread. The latency of a request is the time of its
 * answer minus its planned time, whenever it really left.
 */
public final class LoadRun {
    private static final long GREATEST_NS = TimeUnit.MINUTES.toNanos(1);
    private static final long DRAIN_NS = TimeUnit.SECONDS.toNanos(30);
    private static final int BURST = 32;

    private final LoadPlan plan;
    private final LoadTarget target;
    private final IdleStrategy idle = new YieldingIdleStrategy();
    private final Recorder latencies = new Recorder(GREATEST_NS, 3);
    private final Recorder outside = new Recorder(GREATEST_NS, 3);
    private final Histogram collected = newHistogram();
    private final LongAdder answered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private long startNs;
    private long startEpochNs;
    private long missed;
    private long backPressured;
    private volatile long sent;
    private volatile boolean stopped;
    private Runnable drained = () -> {};

    public LoadRun(LoadPlan plan, LoadTarget target) {
        this.plan = plan;
        this.target = target;
    }

    /** Ends the sending early. Any thread. */
    public void stop() {
        stopped = true;
    }

    /** What to do when the last answer has come, before the latencies are summed up. */
    void onDrained(Runnable action) {
        drained = action;
    }

    /** Requests sent so far. Any thread. */
    public long sent() {
        return sent;
    }

    /** Answers so far. Any thread. */
    public long answered() {
        return answered.sum();
    }

    /**
     * Latencies so far, nanoseconds, without the warm-up. One thread at a time; the histogram is
     * reused.
     */
    public synchronized Histogram latencies() {
        interval();
        return collected;
    }

    /** Latencies since the last call, nanoseconds, without the warm-up. Any thread. */
    synchronized Histogram interval() {
        Histogram interval = latencies.getIntervalHistogram();
        collected.add(interval);
        return interval;
    }

    /**
     * Of the round trips whose answers told how long they were with the target: how long they were
     * not, nanoseconds, without the warm-up. Once, at the end.
     */
    Histogram outside() {
        return outside.getIntervalHistogram();
    }

    /**
     * How long ago a request was to leave, nanoseconds: its latency, when it is answered now. Any
     * thread, while the run lasts.
     */
    public long latencyNs(long number) {
        return System.nanoTime() - startNs - plan.plannedNs(number);
    }

    /** Whether the warm-up is over. Any thread. */
    boolean isMeasuring() {
        return sent >= plan.warmUpRequests();
    }

    /** For latencies of load runs. */
    static Histogram newHistogram() {
        return new Histogram(GREATEST_NS, 3);
    }

    /**
     * Sends everything, waits for the answers, at most 30 s for the last, and sums up.
     *
     * @param name of the measurement
     */
    public LoadResult run(String name) {
        target.onAnswer(new Answers());
        TimeSlices.shortenOwn();
        startNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
        startEpochNs = System.currentTimeMillis() * 1_000_000 + startNs - System.nanoTime();
        target.onStart(startEpochNs, plan.ratePerSecond());
        while (sent < plan.requests() && !stopped) {
            int work = sendDue(System.nanoTime() - startNs) + target.poll();
            idle.idle(work);
        }
        long sentAllNs = System.nanoTime();
        while (answered.sum() < sent && System.nanoTime() - sentAllNs < DRAIN_NS) {
            idle.idle(target.poll());
        }
        drained.run();
        return new LoadResult(
                name,
                plan,
                sent,
                answered.sum(),
                failed.sum(),
                missed,
                backPressured,
                sent / ((sentAllNs - startNs) / 1e9),
                latencies());
    }

    private int sendDue(long nowNs) {
        long number = sent;
        int work = 0;
        while (work < BURST && number < plan.requests()) {
            long plannedNs = plan.plannedNs(number);
            if (plannedNs > nowNs) {
                break;
            }
            if (!target.offer(number, startEpochNs + plannedNs)) {
                backPressured++;
                break;
            }
            if (number >= plan.warmUpRequests() && nowNs - plannedNs > LoadPlan.MISSED_AFTER_NS) {
                missed++;
            }
            number++;
            work++;
        }
        if (work > 0) {
            sent = number;
        }
        return work;
    }

    private final class Answers implements LoadTarget.AnswerListener {
        @Override
        public void onAnswer(long number, boolean succeeded) {
            onAnswer(number, succeeded, 0);
        }

        @Override
        public void onAnswer(long number, boolean succeeded, long insideNs) {
            if (number >= plan.warmUpRequests()) {
                long latencyNs = latencyNs(number);
                latencies.recordValue(bounded(latencyNs));
                if (insideNs > 0) {
                    outside.recordValue(bounded(latencyNs - insideNs));
                }
            }
            if (!succeeded) {
                failed.increment();
            }
            answered.increment();
        }
    }

    private static long bounded(long ns) {
        return Math.min(GREATEST_NS, Math.max(0, ns));
    }
}
