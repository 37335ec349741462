package dev.peregrine.replay.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test's p-values, held against scipy.stats.binomtest(min, n, 0.5).pvalue. */
@Timeout(60)
class McNemarTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 1",
        "5, 5, 1",
        "1, 9, 0.021484375",
        "0, 20, 1.9073486328125e-06",
        "40, 60, 0.05688793364098",
        "60, 40, 0.05688793364098"
    })
    void shouldGiveTheBinomialProbability(long first, long second, double expected) {
        assertThat(McNemar.pValue(first, second)).isCloseTo(expected, within(1e-10));
    }

    @Test
    void shouldGoOverToTheNormalLawWithoutAStep() {
        double exact = McNemar.pValue(9_900, 10_100);
        double normal = McNemar.pValue(9_901, 10_100);

        assertThat(exact).isCloseTo(0.1593, within(2e-3));
        assertThat(normal).isCloseTo(exact, within(3e-3));
    }
}
