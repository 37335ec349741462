package dev.peregrine.replay.backtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.protocol.codec.Action;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ActionMetricsTest {
    /** Frauds: 3.00 approved, 10.00 challenged, 20.50 declined. Good: 7 approved, 1 each above. */
    @Test
    void shouldMatchATableWorkedByHand() {
        ActionMetrics metrics = new ActionMetrics(2);
        metrics.add(Action.APPROVE, true, 300);
        metrics.add(Action.CHALLENGE, true, 1000);
        metrics.add(Action.DECLINE, true, 2050);
        for (int i = 0; i < 7; i++) {
            metrics.add(Action.APPROVE, false, 1);
        }
        metrics.add(Action.CHALLENGE, false, 110);
        metrics.add(Action.REVIEW, false, 220);
        metrics.add(Action.DECLINE, false, 330);

        assertThat(metrics.count(Action.APPROVE)).isEqualTo(8);
        assertThat(metrics.fraudCount()).isEqualTo(3);
        assertThat(metrics.fraudAmount()).isEqualTo("33.50");
        ActionMetrics.Level challenge = metrics.from(Action.CHALLENGE);
        assertThat(challenge.flagged()).isEqualTo(5);
        assertThat(challenge.fraudsCaught()).isEqualTo(2);
        assertThat(challenge.fraudsMissed()).isEqualTo(1);
        assertThat(challenge.precision()).isEqualTo(2 / 5.0);
        assertThat(challenge.recall()).isEqualTo(2 / 3.0);
        assertThat(challenge.falsePositiveRate()).isEqualTo(3 / 10.0);
        assertThat(challenge.amountCaught()).isEqualTo("30.50");
        assertThat(challenge.amountMissed()).isEqualTo("3.00");
        assertThat(challenge.goodAmountFlagged()).isEqualTo("6.60");
        ActionMetrics.Level review = metrics.from(Action.REVIEW);
        assertThat(review.flagged()).isEqualTo(3);
        assertThat(review.fraudsCaught()).isEqualTo(1);
        assertThat(review.amountMissed()).isEqualTo("13.00");
        assertThat(metrics.from(Action.DECLINE).precision()).isEqualTo(1 / 2.0);
    }

    @Test
    void shouldNotOverflow() {
        ActionMetrics metrics = new ActionMetrics(0);
        for (int i = 0; i < 4096; i++) {
            metrics.add(Action.APPROVE, true, 1L << 53);
        }
        assertThat(metrics.fraudAmount()).isEqualTo("36893488147419103232");
    }
}
