package dev.peregrine.scoring.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class IngressClockTest {
    private static final long START_MS = 1_700_000_000_000L;

    private long wallMs = START_MS;
    private long monotonicNanos = 77;
    private final IngressClock clock = new IngressClock(() -> wallMs, () -> monotonicNanos);

    @Test
    void shouldRunWithTheMonotonicClockBetweenSamples() {
        pass(50);
        wallMs += 20;
        assertThat(clock.nanoTime()).isEqualTo(ms(START_MS + 50));
    }

    @Test
    void shouldFollowASmallCorrectionEitherWay() {
        wallMs += 20_000;
        pass(200);
        assertThat(clock.nanoTime()).isEqualTo(ms(START_MS + 20_200));
        wallMs -= 30_000;
        pass(200);
        assertThat(clock.nanoTime()).isEqualTo(ms(START_MS - 9_600));
        assertThat(clock.aheadNs()).isZero();
    }

    @Test
    void shouldNotFollowALeap() {
        wallMs += TimeUnit.DAYS.toMillis(30);
        pass(200);
        assertThat(clock.nanoTime()).isEqualTo(ms(START_MS + 200));
        assertThat(clock.aheadNs()).isEqualTo(-TimeUnit.DAYS.toNanos(30));
        wallMs -= TimeUnit.DAYS.toMillis(60);
        pass(200);
        assertThat(clock.nanoTime()).isEqualTo(ms(START_MS + 400));
        assertThat(clock.aheadNs()).isEqualTo(TimeUnit.DAYS.toNanos(30));
    }

    @Test
    void shouldGoOnFollowingAfterTheLeapIsTakenBack() {
        wallMs += TimeUnit.DAYS.toMillis(1);
        pass(200);
        clock.nanoTime();
        wallMs -= TimeUnit.DAYS.toMillis(1) - 500;
        pass(200);
        assertThat(clock.nanoTime()).isEqualTo(ms(START_MS + 900));
    }

    private void pass(long milliseconds) {
        wallMs += milliseconds;
        monotonicNanos += ms(milliseconds);
    }

    private static long ms(long milliseconds) {
        return TimeUnit.MILLISECONDS.toNanos(milliseconds);
    }
}
