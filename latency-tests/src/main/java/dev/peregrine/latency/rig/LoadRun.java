package dev.peregrine.latency.rig;

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
    private final LongAdder answered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private long startNs;
    private long startEpochNs;
    private long sent;
    private long missed;
    private long backPressured;

    public LoadRun(LoadPlan plan, LoadTarget target) {
        this.plan = plan;
        this.target = target;
    }

    /**
     * Sends everything, waits for the answers, at most 30 s for the last, and sums up.
     *
     * @param name of the measurement
     */
    public LoadResult run(String name) {
        target.onAnswer(this::onAnswer);
        startNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
        startEpochNs = System.currentTimeMillis() * 1_000_000 + startNs - System.nanoTime();
        while (sent < plan.requests()) {
            int work = sendDue(System.nanoTime() - startNs) + target.poll();
            idle.idle(work);
        }
        long sentAllNs = System.nanoTime();
        while (answered.sum() < sent && System.nanoTime() - sentAllNs < DRAIN_NS) {
            idle.idle(target.poll());
        }
        Histogram histogram = latencies.getIntervalHistogram();
        double seconds = (sentAllNs - startNs) / 1e9;
        return new LoadResult(
                name,
                plan,
                sent,
                answered.sum(),
                failed.sum(),
                missed,
                backPressured,
                sent / seconds,
                histogram);
    }

    private int sendDue(long nowNs) {
        int work = 0;
        while (work < BURST && sent < plan.requests()) {
            long plannedNs = plan.plannedNs(sent);
            if (plannedNs > nowNs) {
                break;
            }
            if (!target.offer(sent, startEpochNs + plannedNs)) {
                backPressured++;
                break;
            }
            if (sent >= plan.warmUpRequests() && nowNs - plannedNs > LoadPlan.MISSED_AFTER_NS) {
                missed++;
            }
            sent++;
            work++;
        }
        return work;
    }

    private void onAnswer(long number, boolean succeeded) {
        if (number >= plan.warmUpRequests()) {
            long latencyNs = System.nanoTime() - startNs - plan.plannedNs(number);
            latencies.recordValue(Math.min(GREATEST_NS, Math.max(0, latencyNs)));
        }
        if (!succeeded) {
            failed.increment();
        }
        answered.increment();
    }
}
