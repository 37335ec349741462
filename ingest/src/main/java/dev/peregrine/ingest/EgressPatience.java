package dev.peregrine.ingest;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.NanoClock;

/**
 * How long the answers of one session may wait for room: together not longer than a budget in every
 * second, so that no client can hold up the others for longer. A moment's wait is nobody's fault:
 * where cores are scarce, the driver or the client may just not have had one. Any thread.
 */
final class EgressPatience {
    private static final long PERIOD_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long PAUSE_NS = 20_000;

    private final long budgetNs;
    private final NanoClock clock;
    private final AtomicLong periodStartNs;
    private final AtomicLong spentNs = new AtomicLong();

    /**
     * @param budgetNs nanoseconds in every second; 0 for none
     */
    EgressPatience(long budgetNs, NanoClock clock) {
        this.budgetNs = budgetNs;
        this.clock = clock;
        periodStartNs = new AtomicLong(clock.nanoTime());
    }

    /**
     * Waits for some microseconds.
     *
     * @return false, at once, when the second's budget is used up
     */
    boolean pause() {
        long nowNs = clock.nanoTime();
        if (nowNs - periodStartNs.get() >= PERIOD_NS) {
            periodStartNs.set(nowNs);
            spentNs.set(0);
        }
        if (spentNs.get() >= budgetNs) {
            return false;
        }
        LockSupport.parkNanos(PAUSE_NS);
        spentNs.addAndGet(clock.nanoTime() - nowNs);
        return true;
    }
}
