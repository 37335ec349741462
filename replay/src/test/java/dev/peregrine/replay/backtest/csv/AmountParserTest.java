package dev.peregrine.replay.backtest.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AmountParserTest {
    private final AmountParser cents = new AmountParser(2, RoundingMode.HALF_EVEN, 0.000001);

    @ParameterizedTest
    @CsvSource({
        "57.16,5716",
        "0,0",
        "0.0,0",
        "7,700",
        "7.5,750",
        "007.50,750",
        ".5,50",
        "5.,500",
        "+1.25,125",
        "1.25e2,12500",
        "85.64999999999999,8565",
        "24.010000000000002,2401",
        "12.3400000000000000000000000,1234",
        "90071992547409.92,9007199254740992"
    })
    void shouldReadAmounts(String text, long minor) {
        assertThat(parse(cents, text)).isEqualTo(minor);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "-",
                "abc",
                "1,5",
                "1.2.3",
                "12 ",
                "0x10",
                "NaN",
                "1e",
                "1e9999999999"
            })
    void shouldRefuseWhatIsNoNumber(String text) {
        assertThat(parse(cents, text)).isEqualTo(-1);
        assertThat(cents.problem()).isEqualTo("expected a decimal number such as 12.34");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.01", "90071992547409.93", "999999999999999999", "1e999999999"})
    void shouldRefuseWhatIsOutOfRange(String text) {
        assertThat(parse(cents, text)).isEqualTo(-1);
        assertThat(cents.problem()).isEqualTo("expected 0 to 90071992547409.92");
    }

    @ParameterizedTest
    @ValueSource(strings = {"12.345", "0.001", "12.340002", "0.00000100000000001"})
    void shouldRefuseWhatRoundingWouldChangeTooMuch(String text) {
        assertThat(parse(cents, text)).isEqualTo(-1);
        assertThat(cents.problem()).startsWith("expected 2 decimals").endsWith("0.000001");
    }

    @Test
    void shouldRefuseEndlessDecimals() {
        assertThat(parse(cents, "1e-999999999")).isEqualTo(-1);
        assertThat(cents.problem()).isEqualTo("expected at most 64 decimals");
    }

    @Test
    void shouldRoundAsToldWithinTheTolerance() {
        AmountParser even = new AmountParser(2, RoundingMode.HALF_EVEN, 0.005);
        assertThat(parse(even, "0.125")).isEqualTo(12);
        assertThat(parse(even, "0.135")).isEqualTo(14);
        AmountParser up = new AmountParser(2, RoundingMode.HALF_UP, 0.005);
        assertThat(parse(up, "0.125")).isEqualTo(13);
        AmountParser yen = new AmountParser(0, RoundingMode.HALF_EVEN, 0);
        assertThat(parse(yen, "1200.00")).isEqualTo(1200);
        assertThat(parse(yen, "1200.5")).isEqualTo(-1);
    }

    @Test
    void shouldAgreeWithBigDecimal() {
        Random random = new Random(7);
        for (int round = 0; round < 200_000; round++) {
            int scale = random.nextInt(4);
            long unscaled = random.nextLong() >>> (1 + random.nextInt(62));
            BigDecimal number = BigDecimal.valueOf(unscaled, random.nextInt(12));
            AmountParser parser = new AmountParser(scale, RoundingMode.HALF_EVEN, 1);
            BigDecimal rounded = number.setScale(scale, RoundingMode.HALF_EVEN);
            BigDecimal minor = rounded.movePointRight(scale);
            long expected =
                    minor.compareTo(BigDecimal.valueOf(1L << 53)) <= 0
                            ? minor.longValueExact()
                            : -1;
            assertThat(parse(parser, number.toPlainString())).as("%s", number).isEqualTo(expected);
        }
    }

    private static long parse(AmountParser parser, String text) {
        byte[] bytes = ("??" + text).getBytes(StandardCharsets.UTF_8);
        return parser.parse(bytes, 2, bytes.length - 2);
    }
}
