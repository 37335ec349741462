package dev.peregrine.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EgressPatienceTest {
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Ten milliseconds pass between two readings, so each pause takes as long. */
    private final AtomicLong nowNs = new AtomicLong();

    private final EgressPatience patience =
            new EgressPatience(50 * MS, () -> nowNs.addAndGet(10 * MS));

    @Test
    void shouldEndWithTheBudget() {
        for (int i = 0; i < 5; i++) {
            assertThat(patience.pause()).as("pause %d", i).isTrue();
        }
        assertThat(patience.pause()).isFalse();
        assertThat(patience.pause()).isFalse();
    }

    @Test
    void shouldHaveItsBudgetAgainInTheNextSecond() {
        shouldEndWithTheBudget();
        nowNs.addAndGet(800 * MS);
        assertThat(patience.pause()).as("not yet").isFalse();
        nowNs.addAndGet(200 * MS);
        shouldEndWithTheBudget();
    }

    @Test
    void shouldNotWaitWithoutABudget() {
        assertThat(new EgressPatience(0, System::nanoTime).pause()).isFalse();
    }
}
