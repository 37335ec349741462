package dev.peregrine.replay.backtest.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ScoreMetricsTest {
    /**
     * Highest first: fraud 900; good 700; fraud 500 beside good 500; good 100. Of the 6 pairs fraud
     * 900 wins 3, fraud 500 wins 1, ties 1 and loses 1.
     */
    @Test
    void shouldMatchATableWorkedByHand() {
        ScoreMetrics metrics = new ScoreMetrics();
        metrics.add(900, true);
        metrics.add(700, false);
        metrics.add(500, true);
        metrics.add(500, false);
        metrics.add(100, false);
        assertThat(metrics.rocAuc()).isEqualTo(4.5 / 6, within(1e-15));
        assertThat(metrics.averagePrecision()).isEqualTo(0.5 * 1 + 0.5 * (2 / 4.0), within(1e-15));
    }

    @Test
    void shouldMatchTheExampleOfScikitLearn() {
        ScoreMetrics metrics = new ScoreMetrics();
        metrics.add(100, false);
        metrics.add(400, false);
        metrics.add(350, true);
        metrics.add(800, true);
        assertThat(metrics.rocAuc()).isEqualTo(0.75);
        assertThat(metrics.averagePrecision()).isEqualTo(0.8333333333333333, within(1e-15));
    }

    @Test
    void shouldGiveTheExtremes() {
        ScoreMetrics perfect = new ScoreMetrics();
        perfect.add(999, true);
        perfect.add(0, false);
        assertThat(perfect.rocAuc()).isEqualTo(1);
        assertThat(perfect.averagePrecision()).isEqualTo(1);
        ScoreMetrics blind = new ScoreMetrics();
        blind.add(5, true);
        blind.add(5, false);
        blind.add(5, false);
        blind.add(5, false);
        assertThat(blind.rocAuc()).isEqualTo(0.5);
        assertThat(blind.averagePrecision()).isEqualTo(0.25);
    }

    @Test
    void shouldBeUndefinedWithoutFrauds() {
        ScoreMetrics metrics = new ScoreMetrics();
        metrics.add(5, false);
        assertThat(metrics.rocAuc()).isNaN();
        assertThat(metrics.averagePrecision()).isNaN();
    }

    @Test
    void shouldAgreeWithCountingAllPairs() {
        Random random = new Random(11);
        for (int round = 0; round < 50; round++) {
            int n = 2 + random.nextInt(300);
            int[] scores = new int[n];
            boolean[] frauds = new boolean[n];
            ScoreMetrics metrics = new ScoreMetrics();
            for (int i = 0; i < n; i++) {
                frauds[i] = i == 0 || (i > 1 && random.nextInt(5) == 0);
                scores[i] = random.nextInt(frauds[i] ? 1000 : 40);
                metrics.add(scores[i], frauds[i]);
            }
            assertThat(metrics.rocAuc()).isEqualTo(auc(scores, frauds), within(1e-12));
            assertThat(metrics.averagePrecision()).isEqualTo(ap(scores, frauds), within(1e-12));
        }
    }

    private static double auc(int[] scores, boolean[] frauds) {
        double wins = 0;
        long pairs = 0;
        for (int f = 0; f < scores.length; f++) {
            for (int g = 0; g < scores.length; g++) {
                if (frauds[f] && !frauds[g]) {
                    pairs++;
                    wins += scores[f] > scores[g] ? 1 : scores[f] == scores[g] ? 0.5 : 0;
                }
            }
        }
        return wins / pairs;
    }

    /** The mean over frauds of the precision among all that score at least as high. */
    private static double ap(int[] scores, boolean[] frauds) {
        double sum = 0;
        int total = 0;
        for (int f = 0; f < scores.length; f++) {
            if (!frauds[f]) {
                continue;
            }
            total++;
            int caught = 0;
            int flagged = 0;
            for (int i = 0; i < scores.length; i++) {
                if (scores[i] >= scores[f]) {
                    flagged++;
                    caught += frauds[i] ? 1 : 0;
                }
            }
            sum += caught / (double) flagged;
        }
        return sum / total;
    }
}
