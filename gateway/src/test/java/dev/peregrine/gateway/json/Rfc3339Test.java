package dev.peregrine.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class Rfc3339Test {
    private static final long LAST_SECOND = Instant.parse("2261-12-30T00:00:00Z").getEpochSecond();

    @Test
    void shouldReadWhatJavaTimeWrites() {
        Random random = new Random(3339);
        for (int i = 0; i < 50_000; i++) {
            long second = (long) (random.nextDouble() * LAST_SECOND) + 86_400;
            int nanos = i % 3 == 0 ? 0 : random.nextInt(1_000_000_000);
            ZoneOffset offset = ZoneOffset.ofTotalSeconds(60 * (random.nextInt(1440) - 720));
            String text =
                    OffsetDateTime.ofInstant(Instant.ofEpochSecond(second, nanos), offset)
                            .format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
            assertThat(Rfc3339.parse(text))
                    .as(text)
                    .isEqualTo(TimeUnit.SECONDS.toNanos(second) + nanos);
        }
    }

    @Test
    void shouldReadBoundsAndSmallLetters() {
        assertThat(Rfc3339.parse("1970-01-01T00:00:00Z")).isZero();
        assertThat(Rfc3339.parse("1970-01-01t00:00:00.5z")).isEqualTo(500_000_000L);
        assertThat(Rfc3339.parse("2024-02-29T12:00:00-00:00"))
                .isEqualTo(TimeUnit.SECONDS.toNanos(1_709_208_000L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-01-01",
                "2026-01-01T00:00:00",
                "2026-01-01 00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-02-29T00:00:00Z",
                "2026-04-31T00:00:00Z",
                "2026-01-00T00:00:00Z",
                "2026-01-01T24:00:00Z",
                "2026-01-01T00:60:00Z",
                "2026-01-01T23:59:60Z",
                "2026-01-01T00:00:00.Z",
                "2026-01-01T00:00:00.1234567890Z",
                "2026-01-01T00:00:00+24:00",
                "2026-01-01T00:00:00+0100",
                "2026-01-01T00:00:00ZZ",
                "1969-12-31T23:59:59Z",
                "9999-01-01T00:00:00Z",
                "2o26-01-01T00:00:00Z"
            })
    void shouldRefuseWhatIsNoTime(String text) {
        assertThat(Rfc3339.parse(text)).isEqualTo(Rfc3339.INVALID);
    }
}
