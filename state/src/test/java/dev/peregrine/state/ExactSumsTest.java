package dev.peregrine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExactSumsTest {
    @Test
    void shouldRoundOnlyTheResult() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) {
            long n = random.nextLong(1L << random.nextInt(1, 24));
            long a = random.nextLong() >> random.nextInt(8, 63);
            long b = random.nextLong() >> random.nextInt(8, 63);
            BigInteger s =
                    BigInteger.valueOf(random.nextLong() >> random.nextInt(63))
                            .shiftLeft(random.nextInt(38))
                            .add(BigInteger.valueOf(random.nextInt()));
            double expected =
                    BigInteger.valueOf(n)
                            .multiply(s)
                            .subtract(BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)))
                            .doubleValue();

            double actual =
                    ExactSums.productDifference(
                            n, s.shiftRight(64).longValue(), s.longValue(), a, b);

            assertThat(actual).isCloseTo(expected, within(2 * Math.ulp(expected)));
        }
    }

    @Test
    void shouldKeepTheDigitsOfASmallDeviationOfLargeValues() {
        long[] values = {1L << 40, (1L << 40) + 1, (1L << 40) + 2};
        BigInteger squares = BigInteger.ZERO;
        long sum = 0;
        for (long value : values) {
            squares = squares.add(BigInteger.valueOf(value).pow(2));
            sum += value;
        }

        double deviation =
                ExactSums.standardDeviation(
                        3, sum, squares.shiftRight(64).longValue(), squares.longValue());

        assertThat(deviation).isCloseTo(Math.sqrt(2.0 / 3), within(1e-15));
    }

    @Test
    void shouldTurnNegativeNumbersNearZeroIntoDoubles() {
        assertThat(ExactSums.toDouble(-1, -5)).isEqualTo(-5.0);
        assertThat(ExactSums.toDouble(0, -1L)).isEqualTo(0x1p64);
        assertThat(ExactSums.toDouble(-1, 0)).isEqualTo(-0x1p64);
        assertThat(ExactSums.toDouble(0, 7)).isEqualTo(7.0);
    }
}
