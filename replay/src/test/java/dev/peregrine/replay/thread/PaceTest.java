package dev.peregrine.replay.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PaceTest {
    @Test
    void shouldRestAtLeastForAsLongAsTheShareAsks() {
        Pace pace = new Pace(0.25, () -> false, Long.MAX_VALUE);
        long workedNs = 0;
        long start = System.nanoTime();
        while (workedNs < TimeUnit.MILLISECONDS.toNanos(20)) {
            long from = System.nanoTime();
            while (System.nanoTime() - from < 500_000) {
                Thread.onSpinWait();
            }
            workedNs += 500_000;
            pace.step();
        }
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(3 * workedNs);
    }

    @Test
    void shouldEndWorkThatIsStopped() {
        AtomicBoolean stopped = new AtomicBoolean();
        Pace pace = new Pace(1, stopped::get, Long.MAX_VALUE);
        pace.step();
        stopped.set(true);
        assertThatThrownBy(pace::step).isInstanceOf(Pace.StoppedException.class);
    }

    @Test
    void shouldEndWorkWhoseTimeIsUp() {
        Pace pace = new Pace(1, () -> false, 0);
        assertThatThrownBy(pace::step)
                .isInstanceOf(Pace.TimeUpException.class)
                .hasMessageContaining("not finished in the 0 ms");
    }
}
