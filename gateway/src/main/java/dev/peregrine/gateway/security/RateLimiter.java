package dev.peregrine.gateway.security;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A token bucket in one number, the generic cell rate algorithm: the time at which the bucket will
 * be full again. Thread-safe, never blocks, allocates nothing.
 */
public final class RateLimiter {
    /** Greatest rate and burst. */
    public static final int MAX_RATE = 1_000_000;

    /** Lets everything through. */
    public static final RateLimiter NONE = new RateLimiter(0, 0, 0);

    private final int rate;
    private final int burst;
    private final long intervalNs;
    private final AtomicLong fullAtNs;

    private RateLimiter(int rate, int burst, long nowNs) {
        this.rate = rate;
        this.burst = burst;
        this.intervalNs = rate == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / rate;
        this.fullAtNs = new AtomicLong(nowNs);
    }

    /**
     * A full bucket.
     *
     * @param rate requests a second on average, up to {@link #MAX_RATE}; 0 lets everything through
     * @param burst requests at once
     * @param nowNs by {@link System#nanoTime}
     */
    public static RateLimiter of(int rate, int burst, long nowNs) {
        return rate == 0 ? NONE : new RateLimiter(rate, Math.max(1, burst), nowNs);
    }

    /**
     * Takes a request out of the bucket.
     *
     * @param nowNs by {@link System#nanoTime}
     * @return 0 when there was one; else nanoseconds until there is, and nothing was taken
     */
    public long tryAcquire(long nowNs) {
        if (rate == 0) {
            return 0;
        }
        while (true) {
            long full = fullAtNs.get();
            long from = full - nowNs > 0 ? full : nowNs;
            long next = from + intervalNs;
            long waitNs = next - nowNs - burst * intervalNs;
            if (waitNs > 0) {
                return waitNs;
            }
            if (fullAtNs.compareAndSet(full, next)) {
                return 0;
            }
        }
    }

    /** Requests a second; 0 without a limit. */
    public int rate() {
        return rate;
    }

    /** Requests at once. */
    public int burst() {
        return burst;
    }
}
