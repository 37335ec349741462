package dev.peregrine.replay.backtest.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KnownFraudsTest {
    private static final long DAY = 86_400_000_000_000L;

    /** The Handbook's filter: a fraud of day x with 7 days' delay is known on day x + 8. */
    @Test
    void shouldKnowACardFromTheDayAfterItsLabelCameIn() {
        KnownFrauds frauds = new KnownFrauds(0);
        long event = 3 * DAY + 5000;
        frauds.add(event, event + 7 * DAY, 1, 1);
        assertThat(frauds.contains(10 * DAY + 6000, 1, 1)).isFalse();
        assertThat(frauds.contains(11 * DAY, 2, 1)).isFalse();
        assertThat(frauds.contains(11 * DAY, 1, 1)).isTrue();
    }

    @Test
    void shouldLeaveOutFraudsBeforeATime() {
        KnownFrauds frauds = new KnownFrauds(DAY);
        frauds.add(DAY - 1, DAY, 1, 1);
        frauds.add(DAY, DAY, 2, 2);
        frauds.add(DAY, DAY, 0, 0);
        assertThat(frauds.contains(5 * DAY, 1, 1)).isFalse();
        assertThat(frauds.contains(5 * DAY, 2, 2)).isTrue();
        assertThat(frauds.contains(5 * DAY, 0, 0)).isFalse();
    }
}
