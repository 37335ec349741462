package dev.peregrine.policy.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CalibrationTest {
    @Test
    void shouldDrawStraightLinesBetweenPointsAndStayLevelOutside() {
        Calibration calibration =
                Calibration.ofPoints(new double[] {-4, 0, 4}, new double[] {0, 500, 999});

        assertThat(calibration.score(-100)).isZero();
        assertThat(calibration.score(-4)).isZero();
        assertThat(calibration.score(-2)).isEqualTo(250);
        assertThat(calibration.score(0)).isEqualTo(500);
        assertThat(calibration.score(2)).isEqualTo(750);
        assertThat(calibration.score(100)).isEqualTo(999);
    }

    @Test
    void shouldTakeTheGreatestScoreForWhatIsNoNumber() {
        Calibration falling = Calibration.ofPoints(new double[] {0, 1}, new double[] {800, 100});

        assertThat(falling.score(Double.NaN)).isEqualTo(800);
        assertThat(falling.score(Double.POSITIVE_INFINITY)).isEqualTo(100);
        assertThat(falling.score(Double.NEGATIVE_INFINITY)).isEqualTo(800);
    }

    @Test
    void shouldFollowTheProbability() {
        Calibration calibration = Calibration.ofProbability(new Link(Link.Kind.LOGISTIC));

        assertThat(calibration.score(0)).isEqualTo(500);
        assertThat(calibration.score(1000)).isEqualTo(999);
        assertThat(calibration.score(-1000)).isZero();
        assertThat(calibration.score(Double.NaN)).isEqualTo(999);
    }

    @Test
    void shouldNeverFallWhereItsPointsRise() {
        Random random = new Random(1);
        Calibration calibration =
                Calibration.ofPoints(
                        new double[] {-3.3, -1.1, 0.1, 0.1000001, 2.7},
                        new double[] {3, 17, 17, 700, 998});
        double[] margins = random.doubles(20_000, -4, 4).sorted().toArray();
        int last = 0;
        for (double margin : margins) {
            int score = calibration.score(margin);
            assertThat(score).isGreaterThanOrEqualTo(last);
            last = score;
        }
    }
}
