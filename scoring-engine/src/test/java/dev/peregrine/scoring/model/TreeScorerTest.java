package dev.peregrine.scoring.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.policy.model.Model;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The flat layout gives, bit for bit, what the plain evaluation gives. */
@Timeout(120)
class TreeScorerTest {
    private static final double[] ODD = {
        Double.NaN,
        0,
        -0.0,
        1e-36,
        -1e-36,
        1e-34,
        -1,
        -0.5,
        31,
        32,
        1e300,
        -1e300,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, false",
        "1, 7, 31, false",
        "1, 8, 31, false",
        "1, 100, 31, false",
        "1, 20, 3, true",
        "3, 33, 40, false",
        "3, 33, 40, true",
        "1, 9, 300, true",
    })
    void shouldAgreeWithThePlainEvaluation(int classes, int trees, int leaves, boolean categories)
            throws Exception {
        for (long seed = 1; seed <= 20; seed++) {
            Model model =
                    RandomTrees.model(
                            seed, classes, trees / classes * classes, 6, leaves, categories);
            ModelScorer scorer = ModelScorer.of(model);
            Random random = new Random(seed);
            double[] row = new double[6];
            double[] plain = new double[classes];
            double[] fast = new double[classes];
            for (int i = 0; i < 200; i++) {
                for (int j = 0; j < row.length; j++) {
                    row[j] =
                            random.nextInt(3) == 0
                                    ? ODD[random.nextInt(ODD.length)]
                                    : random.nextInt(2) == 0
                                            ? random.nextGaussian()
                                            : random.nextInt(40);
                }
                model.margins(row, plain);
                scorer.margins(row, fast);
                assertThat(fast).as("seed %d", seed).isEqualTo(plain);
            }
        }
    }
}
