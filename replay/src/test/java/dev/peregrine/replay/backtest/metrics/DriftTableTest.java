package dev.peregrine.replay.backtest.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DriftTableTest {
    private static final long DAY = 86_400_000_000_000L;

    /** Two groups, 50 : 50 against 80 : 20. */
    @Test
    void shouldMatchAnIndexWorkedByHand() {
        TreeMap<Integer, Long> first = new TreeMap<>();
        first.put(1, 50L);
        first.put(2, 50L);
        TreeMap<Integer, Long> last = new TreeMap<>();
        last.put(1, 80L);
        last.put(2, 20L);
        double expected = 0.3 * Math.log(0.8 / 0.5) - 0.3 * Math.log(0.2 / 0.5);
        assertThat(DriftTable.stability(first, last)).isEqualTo(expected, within(1e-12));
        assertThat(DriftTable.stability(first, first)).isZero();
    }

    @Test
    void shouldTellAFeatureThatMovesFromOneThatDoesNot() {
        DriftTable table = new DriftTable(3);
        Random random = new Random(1);
        for (int day = 0; day < 10; day++) {
            for (int i = 0; i < 8000; i++) {
                double still = random.nextGaussian();
                double moves = 100 + 20 * random.nextGaussian() + (day >= 5 ? 15 : 0);
                double vanishes = day >= 5 && random.nextBoolean() ? Double.NaN : 1;
                table.add(day * DAY, new double[] {still, moves, vanishes});
            }
        }
        assertThat(table.drifts().get(0).index()).isLessThan(0.02);
        assertThat(table.drifts().get(1).index()).isGreaterThan(0.25);
        assertThat(table.drifts().get(2).index()).isGreaterThan(0.25);
        assertThat(table.drifts().get(2).missingFirst()).isZero();
        assertThat(table.drifts().get(2).missingLast()).isEqualTo(0.5, within(0.03));
    }

    @Test
    void shouldOrderBinsByValue() {
        double[] values = {-1e9, -3, -0.001, 0, 1e-9, 0.5, 1, 1.2, 7, 1e12, Double.NaN};
        for (int i = 1; i < values.length; i++) {
            assertThat(DriftTable.bin(values[i])).isGreaterThan(DriftTable.bin(values[i - 1]));
        }
    }

    @Test
    void shouldHaveNoIndexOfOneDay() {
        DriftTable table = new DriftTable(1);
        table.add(0, new double[] {1});
        assertThat(table.drifts().get(0).index()).isNaN();
    }
}
