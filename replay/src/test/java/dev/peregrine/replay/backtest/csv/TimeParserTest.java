package dev.peregrine.replay.backtest.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TimeParserTest {
    @ParameterizedTest
    @CsvSource({
        "yyyy-MM-dd HH:mm:ss,2018-04-01 00:00:31,2018-04-01T00:00:31Z",
        "yyyy-MM-dd'T'HH:mm:ss.SSS,2018-04-01T10:20:30.007,2018-04-01T10:20:30.007Z",
        "dd.MM.yyyy HH:mm,29.02.2020 23:59,2020-02-29T23:59:00Z",
        "uuuuMMddHHmmss,19691231235959,1969-12-31T23:59:59Z",
        "yyyy-MM-dd,2018-04-01,2018-04-01T00:00:00Z",
        "yyyy-MM-dd HH:mm:ssXXX,2018-04-01 02:00:00+02:00,2018-04-01T00:00:00Z",
        "d/M/yyyy H:mm,1/4/2018 7:05,2018-04-01T07:05:00Z"
    })
    void shouldReadByPattern(String pattern, String text, String expected) {
        assertThat(parse(new TimeParser(pattern), text)).isEqualTo(nanos(Instant.parse(expected)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2018-04-01",
                "2018-02-30 00:00:00",
                "2018-13-01 00:00:00",
                "2018-04-01 24:00:00",
                "2018-04-01 00:60:00",
                "2018-04-01 00:00:61",
                "2018-04-01T00:00:00",
                "2018-04-01 00:00:0x",
                "9999-01-01 00:00:00",
                "0001-01-01 00:00:00"
            })
    void shouldRefuseWhatIsNoTime(String text) {
        assertThat(parse(new TimeParser("yyyy-MM-dd HH:mm:ss"), text))
                .isEqualTo(TimeParser.INVALID);
    }

    @Test
    void shouldAgreeWithTheFormatter() {
        for (String pattern :
                new String[] {
                    "yyyy-MM-dd HH:mm:ss", "dd/MM/yyyy HH:mm:ss.SSSSSS", "HHmmssyyyyMMdd"
                }) {
            DateTimeFormatter formatter = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
            TimeParser parser = new TimeParser(pattern);
            Random random = new Random(3);
            for (int round = 0; round < 20_000; round++) {
                LocalDateTime time =
                        LocalDateTime.ofEpochSecond(
                                random.nextInt() * 4L,
                                random.nextInt(1_000_000) * 1000,
                                ZoneOffset.UTC);
                String text = formatter.format(time);
                Instant expected = LocalDateTime.parse(text, formatter).toInstant(ZoneOffset.UTC);
                assertThat(parse(parser, text)).as(text).isEqualTo(nanos(expected));
            }
        }
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }

    private static long parse(TimeParser parser, String text) {
        byte[] bytes = ("??" + text).getBytes(StandardCharsets.UTF_8);
        return parser.parse(bytes, 2, bytes.length - 2);
    }
}
