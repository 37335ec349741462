package dev.peregrine.latency.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ZipfDistributionTest {
    private static final int RANKS = 50;
    private static final int DRAWS = 500_000;

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.99, 1, 1.5})
    void shouldDrawRanksInProportion(double skew) {
        ZipfDistribution zipf = new ZipfDistribution(RANKS, skew);
        WorkloadRandom random = new WorkloadRandom(1);
        int[] drawn = new int[RANKS];
        for (int i = 0; i < DRAWS; i++) {
            drawn[zipf.next(random)]++;
        }

        double all = 0;
        for (int rank = 1; rank <= RANKS; rank++) {
            all += Math.pow(rank, -skew);
        }
        for (int rank = 1; rank <= RANKS; rank++) {
            double share = Math.pow(rank, -skew) / all;
            assertThat((double) drawn[rank - 1] / DRAWS)
                    .as("rank %d", rank)
                    .isCloseTo(share, within(5 * Math.sqrt(share / DRAWS)));
        }
    }
}
