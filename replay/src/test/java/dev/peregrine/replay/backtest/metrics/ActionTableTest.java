package dev.peregrine.replay.backtest.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.protocol.codec.Action;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ActionTableTest {
    /** Frauds: 3.00 approved, 10.00 challenged, 20.50 declined. Good: 7 approved, 1 each above. */
    @Test
    void shouldMatchATableWorkedByHand() {
        ActionTable metrics = new ActionTable(2);
        metrics.add(Action.APPROVE, Outcome.FRAUD, 300);
        metrics.add(Action.CHALLENGE, Outcome.FRAUD, 1000);
        metrics.add(Action.DECLINE, Outcome.FRAUD, 2050);
        for (int i = 0; i < 7; i++) {
            metrics.add(Action.APPROVE, Outcome.GOOD, 1);
        }
        metrics.add(Action.CHALLENGE, Outcome.GOOD, 110);
        metrics.add(Action.REVIEW, Outcome.GOOD, 220);
        metrics.add(Action.DECLINE, Outcome.GOOD, 330);

        assertThat(metrics.count(Action.APPROVE)).isEqualTo(8);
        assertThat(metrics.fraudCount()).isEqualTo(3);
        assertThat(metrics.fraudAmount()).isEqualTo("33.50");
        ActionTable.Level challenge = metrics.from(Action.CHALLENGE);
        assertThat(challenge.flagged()).isEqualTo(5);
        assertThat(challenge.fraudsCaught()).isEqualTo(2);
        assertThat(challenge.fraudsMissed()).isEqualTo(1);
        assertThat(challenge.precision()).isEqualTo(2 / 5.0);
        assertThat(challenge.recall()).isEqualTo(2 / 3.0);
        assertThat(challenge.falsePositiveRate()).isEqualTo(3 / 10.0);
        assertThat(challenge.amountCaught()).isEqualTo("30.50");
        assertThat(challenge.amountMissed()).isEqualTo("3.00");
        assertThat(challenge.goodAmountFlagged()).isEqualTo("6.60");
        ActionTable.Level review = metrics.from(Action.REVIEW);
        assertThat(review.flagged()).isEqualTo(3);
        assertThat(review.fraudsCaught()).isEqualTo(1);
        assertThat(review.amountMissed()).isEqualTo("13.00");
        assertThat(metrics.from(Action.DECLINE).precision()).isEqualTo(1 / 2.0);
        assertThat(challenge.amountRecall()).isEqualTo(30.5 / 33.5);
        assertThat(challenge.amountPrecision()).isEqualTo(30.5 / 37.1);
        assertThat(challenge.amountFalsePositiveRate()).isEqualTo(6.6 / 6.67);
        assertThat(challenge.alertRate()).isEqualTo(5 / 13.0);
    }

    @Test
    void shouldShowUnknownOutcomesBesideTheRatiosAndInNoneOfThem() {
        ActionTable table = new ActionTable(2);
        table.add(Action.APPROVE, Outcome.GOOD, 100);
        table.add(Action.DECLINE, Outcome.FRAUD, 200);
        table.add(Action.APPROVE, Outcome.UNKNOWN, 4000);
        table.add(Action.DECLINE, Outcome.UNKNOWN, 500);
        ActionTable.Level decline = table.from(Action.DECLINE);
        assertThat(decline.precision()).isEqualTo(1);
        assertThat(decline.recall()).isEqualTo(1);
        assertThat(decline.falsePositiveRate()).isZero();
        assertThat(decline.flagged()).isEqualTo(1);
        assertThat(decline.alertRate()).isEqualTo(2 / 4.0);
        assertThat(decline.unknownFlagged()).isEqualTo(1);
        assertThat(decline.unknownPassed()).isEqualTo(1);
        assertThat(decline.unknownAmountPassed()).isEqualTo("40.00");
    }

    @Test
    void shouldNotOverflow() {
        ActionTable metrics = new ActionTable(0);
        for (int i = 0; i < 4096; i++) {
            metrics.add(Action.APPROVE, Outcome.FRAUD, 1L << 53);
        }
        assertThat(metrics.fraudAmount()).isEqualTo("36893488147419103232");
    }
}
