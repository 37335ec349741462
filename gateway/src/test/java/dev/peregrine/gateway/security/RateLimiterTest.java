package dev.peregrine.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RateLimiterTest {
    private static final long START = Long.MAX_VALUE - 1_000;
    private static final long TENTH_NS = TimeUnit.MILLISECONDS.toNanos(100);

    @Test
    void shouldLetABurstThroughAndThenTheRate() {
        RateLimiter limiter = RateLimiter.of(10, 3, START);
        for (int i = 0; i < 3; i++) {
            assertThat(limiter.tryAcquire(START)).isZero();
        }

        assertThat(limiter.tryAcquire(START)).isEqualTo(TENTH_NS);
        assertThat(limiter.tryAcquire(START + TENTH_NS - 1)).isEqualTo(1);
        assertThat(limiter.tryAcquire(START + TENTH_NS)).isZero();
        assertThat(limiter.tryAcquire(START + TENTH_NS)).isEqualTo(TENTH_NS);
    }

    @Test
    void shouldFillUpToTheBurstAndNoFurther() {
        RateLimiter limiter = RateLimiter.of(10, 3, START);
        long later = START + TimeUnit.HOURS.toNanos(1);
        int taken = 0;
        while (limiter.tryAcquire(later) == 0) {
            taken++;
        }

        assertThat(taken).isEqualTo(3);
    }

    @Test
    void shouldLetEverythingThroughWithoutARate() {
        RateLimiter limiter = RateLimiter.of(0, 0, START);
        for (int i = 0; i < 1_000; i++) {
            assertThat(limiter.tryAcquire(START)).isZero();
        }
    }

    @Test
    void shouldKeepTheRateOverSeveralThreads() throws Exception {
        RateLimiter limiter = RateLimiter.of(1_000, 50, START);
        int[] taken = new int[4];
        Thread[] threads = new Thread[taken.length];
        for (int t = 0; t < threads.length; t++) {
            int self = t;
            threads[t] =
                    new Thread(
                            () -> {
                                for (int i = 0; i < 10_000; i++) {
                                    taken[self] += limiter.tryAcquire(START) == 0 ? 1 : 0;
                                }
                            });
            threads[t].start();
        }
        int sum = 0;
        for (int t = 0; t < threads.length; t++) {
            threads[t].join();
            sum += taken[t];
        }

        assertThat(sum).isEqualTo(50);
    }
}
