package dev.peregrine.latency.prequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.peregrine.latency.prequential.PairedBootstrap.Difference;
import dev.peregrine.replay.backtest.metrics.Observation;
import dev.peregrine.replay.backtest.metrics.Outcome;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a fold's test comes to, against plain counting, and how much of a difference is chance. */
@Timeout(60)
class PairedBootstrapTest {
    private static final LocalDate FIRST = LocalDate.of(2018, 6, 3);
    private static final Fold FOLD = Fold.of(FIRST, 1, 7, 7, 7).get(0);
    private static final long START_NS =
            TimeUnit.SECONDS.toNanos(FIRST.atStartOfDay(ZoneOffset.UTC).toEpochSecond());
    private static final long HOUR_NS = TimeUnit.HOURS.toNanos(1);

    /** Payments of 300 cards, as a good, the same, a rounded and a useless model see them. */
    private static TestRows rows(long seed, double[][] margins, boolean[] frauds) {
        SplittableRandom random = new SplittableRandom(seed);
        TestRows rows =
                new TestRows(
                        FOLD,
                        List.of("good", "same", "rounded", "useless"),
                        new int[] {0, 0, 1, 2});
        Observation seen = new Observation();
        for (int i = 0; i < frauds.length; i++) {
            frauds[i] = random.nextInt(20) == 0;
            double margin = random.nextDouble() + (frauds[i] ? 0.4 : 0);
            margins[i] = new double[] {margin, Math.rint(4 * margin), random.nextDouble()};
            seen.eventTimeNs = START_NS + (7 * 24 * HOUR_NS - 1) / frauds.length * i;
            seen.outcome = frauds[i] ? Outcome.FRAUD : Outcome.GOOD;
            seen.cardLow = 1L + random.nextInt(300);
            rows.onRow(seen, Long.MAX_VALUE, margins[i]);
        }
        return rows;
    }

    @Test
    void shouldMeasureAsPlainCountingDoes() {
        double[][] margins = new double[3_000][];
        boolean[] frauds = new boolean[margins.length];
        TestRows rows = rows(1, margins, frauds);

        for (int model = 0; model < 3; model++) {
            double wins = 0;
            long pairs = 0;
            double precisions = 0;
            int allFrauds = 0;
            for (int i = 0; i < frauds.length; i++) {
                if (!frauds[i]) {
                    continue;
                }
                allFrauds++;
                int above = 0;
                int fraudsAbove = 0;
                for (int j = 0; j < frauds.length; j++) {
                    double difference = margins[i][model] - margins[j][model];
                    if (!frauds[j]) {
                        pairs++;
                        wins += difference > 0 ? 1 : difference == 0 ? 0.5 : 0;
                    }
                    above += difference <= 0 ? 1 : 0;
                    fraudsAbove += difference <= 0 && frauds[j] ? 1 : 0;
                }
                precisions += fraudsAbove / (double) above;
            }
            Figures figures = rows.figures(rows.names().get(model == 0 ? 0 : model + 1));
            assertThat(figures.rocAuc()).isCloseTo(wins / pairs, within(1e-12));
            assertThat(figures.averagePrecision()).isCloseTo(precisions / allFrauds, within(1e-12));
        }
    }

    @Test
    void shouldLeaveOutOtherDaysAndCustomersWhoseFraudIsKnown() {
        TestRows rows = new TestRows(FOLD, List.of("any"), new int[] {0});
        Observation seen = new Observation();
        seen.cardLow = 5;
        seen.outcome = Outcome.FRAUD;
        seen.eventTimeNs = START_NS - 8 * 24 * HOUR_NS;
        rows.onRow(seen, START_NS + HOUR_NS, new double[] {1});
        assertThat(rows.size()).as("a payment of days before the test").isZero();
        seen.outcome = Outcome.GOOD;
        seen.eventTimeNs = START_NS + 2 * HOUR_NS;
        rows.onRow(seen, Long.MAX_VALUE, new double[] {1});
        assertThat(rows.size()).as("not yet known when the day began").isOne();
        seen.eventTimeNs = START_NS + 24 * HOUR_NS;
        rows.onRow(seen, Long.MAX_VALUE, new double[] {1});
        assertThat(rows.size()).as("known when the day began").isOne();
        seen.cardLow = 6;
        rows.onRow(seen, Long.MAX_VALUE, new double[] {1});
        assertThat(rows.size()).as("another card").isEqualTo(2);
    }

    @Test
    void shouldTellWhichDifferencesAreChance() {
        List<TestRows> folds =
                List.of(
                        rows(1, new double[3_000][], new boolean[3_000]),
                        rows(2, new double[3_000][], new boolean[3_000]));
        PairedBootstrap bootstrap = new PairedBootstrap(folds, 200, 1);

        Difference same = bootstrap.rocAuc("good", "same");
        assertThat(same.value()).isZero();
        assertThat(same.interval().low()).isZero();
        assertThat(same.interval().high()).isZero();
        for (Difference better :
                List.of(
                        bootstrap.rocAuc("good", "useless"),
                        bootstrap.averagePrecision("good", "useless"))) {
            assertThat(better.interval().low()).isPositive().isLessThan(better.value());
            assertThat(better.interval().high()).isGreaterThan(better.value());
        }
        Difference little = bootstrap.rocAuc("good", "rounded");
        double width = little.interval().high() - little.interval().low();
        Difference great = bootstrap.rocAuc("good", "useless");
        assertThat(width)
                .as("models that say nearly the same")
                .isLessThan((great.interval().high() - great.interval().low()) / 2);
        assertThat(bootstrap.cardPrecision("useless", "good").value())
                .isCloseTo(-bootstrap.cardPrecision("good", "useless").value(), within(1e-12));
    }
}
