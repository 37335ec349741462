package dev.peregrine.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class EventKeysTest {
    private static long key(String id) {
        byte[] bytes = ("<" + id + ">").getBytes(StandardCharsets.UTF_8);
        return EventKeys.of(new UnsafeBuffer(bytes), 1, bytes.length - 2);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 9, 10, 1234567890123L, 999_999_999_999_999_999L})
    void shouldTakeANumericIdByItsNumber(long id) {
        assertThat(key(Long.toString(id))).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00",
                "01",
                "-1",
                "+1",
                "1 ",
                " 1",
                "1.0",
                "1e3",
                "1000000000000000000",
                "9999999999999999999",
                "a",
                "12/3",
                "12:3",
                "\u0661",
                "",
                "0123456789012345678901234567890123456789012345678901234567890123"
            })
    void shouldHashEveryOtherIdBehindTheNumericOnes(String id) {
        assertThat(key(id)).isBetween(EventKeys.FIRST_HASHED, Long.MAX_VALUE);
    }

    @Test
    void shouldTellIdsApart() {
        Set<Long> keys = new HashSet<>();
        for (int i = 0; i < 200_000; i++) {
            assertThat(keys.add(key("tx-" + i))).as("tx-%d", i).isTrue();
        }
        assertThat(key("a")).isNotEqualTo(key("a\0"));
        assertThat(key("abcdefgh")).isNotEqualTo(key("abcdefg"));
    }

    @ParameterizedTest
    @CsvSource({
        "tx-1, 7585732836575960890",
        "order-2026-000001, 8212484344542656011",
        "a, 5211543080204202864"
    })
    void shouldNeverChange(String id, long expected) {
        assertThat(key(id)).isEqualTo(expected);
    }

    @Test
    void shouldSpreadHashedIdsEvenly() {
        int[] eighths = new int[8];
        for (int i = 0; i < 70_000; i++) {
            eighths[(int) (key("tx-" + i) >>> 60)]++;
        }

        assertThat(eighths[0]).isZero();
        for (int i = 1; i < 8; i++) {
            assertThat(eighths[i]).isBetween(9_500, 10_500);
        }
    }
}
