package dev.peregrine.replay.backtest.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class GateTest {
    private static final Map<String, Double> METRICS =
            Map.of("declined_good_rate", 0.002, "delta.roc_auc", -0.5, "recall", Double.NaN);

    @ParameterizedTest
    @CsvSource({
        "declined_good_rate > 0.001, true",
        "declined_good_rate > 0.002, false",
        "declined_good_rate >= 2e-3, true",
        "declined_good_rate<0.003, true",
        "declined_good_rate <= 0.0019, false",
        "delta.roc_auc < -0.1, true",
        "recall < 0.5, true",
        "recall > 0.5, true"
    })
    void shouldHoldOrNot(String text, boolean expected) {
        assertThat(Gate.parse(text).holds(METRICS)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "recall", "recall = 1", "recall > x", "recall > 1.2.3", "> 1"})
    void shouldRefuseWhatIsNoCondition(String text) {
        assertThatThrownBy(() -> Gate.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + text + "' is no condition");
    }

    @Test
    void shouldSuggestAMetric() {
        assertThatThrownBy(() -> Gate.parse("declined_god_rate > 0").holds(METRICS))
                .hasMessage("no metric 'declined_god_rate'; did you mean 'declined_good_rate'?");
    }
}
