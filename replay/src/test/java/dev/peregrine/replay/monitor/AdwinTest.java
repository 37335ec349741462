package dev.peregrine.replay.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The adaptive window, and the monitor on made-up scores. */
@Timeout(60)
class AdwinTest {
    private static final double DELTA = 1e-9;
    private static final int STATIONARY = 10_000_000;

    /** Scores as they are: most are low, few are high. */
    private static double score(SplittableRandom random, double highShare) {
        double u = random.nextDouble();
        return random.nextDouble() < highShare ? 0.5 + u / 2 : u * u / 3;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void shouldFindNoChangeInTenMillionNumbersThatDoNotChange(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Adwin window = new Adwin(DELTA);
        int changes = 0;
        for (int i = 0; i < STATIONARY; i++) {
            changes += window.add(score(random, 0.01)) ? 1 : 0;
        }
        assertThat(changes).isZero();
        assertThat(window.size()).isEqualTo(STATIONARY);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0.01, 0.05, 4000",
        "2, 0.01, 0.05, 4000",
        "3, 0.01, 0.2, 500",
        "4, 0.2, 0.01, 1000"
    })
    void shouldFindAChangeWithinTheStatedDelay(long seed, double before, double after, int delay) {
        SplittableRandom random = new SplittableRandom(seed);
        Adwin window = new Adwin(DELTA);
        for (int i = 0; i < 200_000; i++) {
            assertThat(window.add(score(random, before))).as("number %d", i).isFalse();
        }
        int after1 = 0;
        while (!window.add(score(random, after))) {
            after1++;
            assertThat(after1).isLessThan(delay);
        }
        for (int i = 0; i < 20_000; i++) {
            window.add(score(random, after));
        }
        assertThat(window.mean()).isCloseTo(0.75 * after + (1 - after) / 9, within(0.01));
    }

    @Test
    void shouldHoldWhatAPlainWindowHolds() {
        SplittableRandom random = new SplittableRandom(5);
        Adwin window = new Adwin(0.01);
        List<Double> plain = new ArrayList<>();
        boolean changed = false;
        for (int i = 0; i < 20_000; i++) {
            double value = i < 10_000 ? random.nextDouble() / 2 : random.nextDouble();
            plain.add(value);
            changed |= window.add(value);
            int from = plain.size() - (int) window.size();
            double mean =
                    plain.subList(from, plain.size()).stream()
                            .mapToDouble(Double::doubleValue)
                            .average()
                            .orElseThrow();
            if (i % 100 == 0) {
                assertThat(window.mean()).isCloseTo(mean, within(1e-9));
            }
        }
        assertThat(changed).isTrue();
    }

    @Test
    void shouldTellOfFraudsThatScoreLowerThanBefore() {
        List<Drift> told = new ArrayList<>();
        DriftMonitor monitor = new DriftMonitor(DELTA, 10, 10_000, told::add);
        SplittableRandom random = new SplittableRandom(7);
        long fraudsAfter = 0;
        for (int i = 0; i < 400_000 && told.isEmpty(); i++) {
            boolean fraud = i % 100 == 0;
            boolean late = i >= 200_000;
            int low = random.nextInt(200);
            int high = 600 + random.nextInt(399);
            monitor.onScore(1, i, fraud && (!late || i % 200 == 0) ? high : low);
            if (i >= 5_000 && (i - 5_000) % 100 == 0) {
                monitor.onFraud(1, i - 5_000);
                monitor.onFraud(1, i - 5_000);
                fraudsAfter += i - 5_000 >= 200_000 ? 1 : 0;
            }
        }
        assertThat(told).hasSize(1);
        assertThat(told.get(0).stream()).isEqualTo(Drift.Stream.FRAUD_SCORES);
        assertThat(told.get(0).after()).isLessThan(told.get(0).before() - 200);
        assertThat(fraudsAfter).isBetween(1L, 300L);
        assertThat(told.get(0).describe()).startsWith("scores of known frauds drifted from a mean");
    }
}
