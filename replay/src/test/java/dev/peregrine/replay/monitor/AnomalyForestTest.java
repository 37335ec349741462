package dev.peregrine.replay.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Planted anomalies score higher than the rest, whatever the features' units. */
@Timeout(60)
class AnomalyForestTest {
    private static final int DIMENSIONS = 12;
    private static final int ROWS = 8_000;

    @Test
    void shouldScorePlantedAnomaliesHigher() {
        SplittableRandom random = new SplittableRandom(3);
        AnomalyForest forest = new AnomalyForest(DIMENSIONS, 50, 1);
        double[] usual = new double[ROWS];
        double[] planted = new double[ROWS];
        int usuals = 0;
        int anomalies = 0;
        for (int i = 0; i < ROWS; i++) {
            double[] row = new double[DIMENSIONS];
            for (int d = 0; d < DIMENSIONS; d++) {
                double unit = Math.pow(10, d % 6);
                row[d] = unit * (1 + random.nextDouble() + random.nextDouble());
                row[d] = random.nextInt(50) == 0 ? Double.NaN : row[d];
            }
            boolean anomaly = i > 1_000 && random.nextInt(100) == 0;
            if (anomaly) {
                int first = random.nextInt(DIMENSIONS);
                row[first] *= 30;
                row[(first + 1 + random.nextInt(DIMENSIONS - 1)) % DIMENSIONS] /= 30;
            }
            double score = forest.score(row);
            if (i < 256) {
                assertThat(score).isNaN();
            } else if (anomaly) {
                planted[anomalies++] = score;
            } else if (i > 1_000) {
                usual[usuals++] = score;
            }
        }
        assertThat(anomalies).isGreaterThan(40);
        long pairs = 0;
        for (int a = 0; a < anomalies; a++) {
            for (int u = 0; u < usuals; u++) {
                pairs += planted[a] > usual[u] ? 1 : 0;
            }
        }
        assertThat(pairs / ((double) anomalies * usuals)).isGreaterThan(0.99);
    }
}
