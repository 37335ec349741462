package dev.peregrine.replay.backtest.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.peregrine.protocol.codec.Action;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BootstrapTest {
    @Test
    void shouldDrawPoissonNumbers() {
        for (long members : new long[] {1, 2, 20, 63, 64, 5000}) {
            PoissonSource source = new PoissonSource(members);
            int draws = 40_000;
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < draws; i++) {
                double drawn = source.of(members);
                sum += drawn;
                squares += drawn * drawn;
            }
            double mean = sum / draws;
            double variance = squares / draws - mean * mean;
            double sigma = Math.sqrt(members / (double) draws);
            assertThat(mean)
                    .as("mean of %s", members)
                    .isEqualTo((double) members, within(5 * sigma));
            assertThat(variance / members).as("variance of %s", members).isBetween(0.95, 1.05);
        }
    }

    /** Rows drawn one by one, with replacement, and measured each time. */
    @Test
    void shouldAgreeWithDrawingRows() {
        Random random = new Random(4);
        int[] scores = new int[2000];
        boolean[] frauds = new boolean[scores.length];
        ScoreCells cells = new ScoreCells();
        for (int i = 0; i < scores.length; i++) {
            frauds[i] = i % 20 == 0;
            scores[i] = random.nextInt(frauds[i] ? 900 : 500);
            cells.add(scores[i], frauds[i] ? Outcome.FRAUD : Outcome.GOOD, 1);
        }
        CurveBootstrap bootstrap = new CurveBootstrap(2000, 1);
        cells.descending(bootstrap);
        double[] aucs = new double[2000];
        double[] precisions = new double[2000];
        for (int r = 0; r < aucs.length; r++) {
            ScoreCells drawn = new ScoreCells();
            for (int i = 0; i < scores.length; i++) {
                int row = random.nextInt(scores.length);
                drawn.add(scores[row], frauds[row] ? Outcome.FRAUD : Outcome.GOOD, 1);
            }
            aucs[r] = drawn.curve().rocAuc();
            precisions[r] = drawn.curve().averagePrecision();
        }
        close(bootstrap.rocAuc(), Interval.of(aucs));
        close(bootstrap.averagePrecision(), Interval.of(precisions));
    }

    @Test
    void shouldGiveIntervalsOfWhatIsFlagged() {
        ActionTable table = new ActionTable(2);
        LevelBootstrap bootstrap = new LevelBootstrap(4000, 3);
        for (int i = 0; i < 1000; i++) {
            Action action = i % 4 == 0 ? Action.DECLINE : Action.APPROVE;
            Outcome outcome = i % 2 == 0 ? Outcome.FRAUD : Outcome.GOOD;
            table.add(action, outcome, 100);
            bootstrap.add(action, outcome, 100);
        }
        Map<String, Interval> intervals = bootstrap.intervals(table);
        // Half of the 500 frauds are declined: p = 0.5, a standard error of sqrt(0.25 / 500).
        double error = 1.96 * Math.sqrt(0.25 / 500);
        for (String name : List.of("recall_decline", "amount_recall_decline")) {
            assertThat(intervals.get(name).low()).as(name).isEqualTo(0.5 - error, within(0.006));
            assertThat(intervals.get(name).high()).as(name).isEqualTo(0.5 + error, within(0.006));
        }
        assertThat(intervals.get("false_positive_rate_decline").high()).isZero();
    }

    private static void close(Interval actual, Interval expected) {
        double width = expected.high() - expected.low();
        assertThat(actual.low()).isEqualTo(expected.low(), within(0.12 * width));
        assertThat(actual.high()).isEqualTo(expected.high(), within(0.12 * width));
    }
}
