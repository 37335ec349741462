package dev.peregrine.scoring.pipeline;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;

/**
 * The machine's time, with its steps kept out: it runs with the monotonic clock, and every {@value
 * #SAMPLE_MS} ms it is set to the wall clock unless that is more than {@value #MAX_STEP_S} seconds
 * away. Such a step would empty windows (forward) or make every payment an early one (backward), so
 * it is not followed until the node starts again; {@link #aheadNs} tells of it.
 *
 * <p>Any thread; does not block, does not allocate.
 */
public final class IngressClock implements EpochNanoClock {
    private static final long SAMPLE_MS = 100;
    private static final long MAX_STEP_S = 60;
    private static final long SAMPLE_NS = TimeUnit.MILLISECONDS.toNanos(SAMPLE_MS);
    private static final long MAX_STEP_NS = TimeUnit.SECONDS.toNanos(MAX_STEP_S);

    /** The wall clock is read to the millisecond: less than this is no difference. */
    private static final long RESOLUTION_NS = TimeUnit.MILLISECONDS.toNanos(2);

    private final EpochClock wall;
    private final NanoClock monotonic;
    private final AtomicBoolean sampling = new AtomicBoolean();
    private volatile long offsetNs;
    private volatile long nextSampleNanos;

    /** The machine's. */
    public IngressClock() {
        this(System::currentTimeMillis, System::nanoTime);
    }

    /**
     * Over other clocks.
     *
     * @param wall epoch milliseconds; may step
     * @param monotonic nanoseconds since anything; never goes back
     */
    public IngressClock(EpochClock wall, NanoClock monotonic) {
        this.wall = wall;
        this.monotonic = monotonic;
        long now = monotonic.nanoTime();
        offsetNs = wallNs() - now;
        nextSampleNanos = now + SAMPLE_NS;
    }

    @Override
    public long nanoTime() {
        long now = monotonic.nanoTime();
        if (now - nextSampleNanos >= 0 && sampling.compareAndSet(false, true)) {
            long offset = offsetNs;
            long differenceNs = wallNs() - (now + offset);
            if (Math.abs(differenceNs) <= MAX_STEP_NS && Math.abs(differenceNs) > RESOLUTION_NS) {
                offsetNs = offset + differenceNs;
            }
            nextSampleNanos = now + SAMPLE_NS;
            sampling.set(false);
        }
        return now + offsetNs;
    }

    /** How far this clock is ahead of the wall clock, in nanoseconds; negative when behind. */
    public long aheadNs() {
        return -differenceNs(monotonic.nanoTime());
    }

    private long differenceNs(long now) {
        return wallNs() - (now + offsetNs);
    }

    private long wallNs() {
        return TimeUnit.MILLISECONDS.toNanos(wall.time());
    }
}
