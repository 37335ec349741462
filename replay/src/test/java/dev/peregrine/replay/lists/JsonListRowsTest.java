package dev.peregrine.replay.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.peregrine.replay.backtest.csv.RowException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class JsonListRowsTest {
    private static final String FIRST = "{\"value\":\"first\"}\n";

    @Test
    void shouldReadEntriesWithTheirLines() throws Exception {
        String text =
                FIRST
                        + "\n{\"reason\":\"why\",\"expires\":\"2027-01-31T00:00:00Z\",\"value\":\"b\"}"
                        + "{\"value\":\"c\"}";
        try (JsonListRows rows = rows(text)) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.value()).isEqualTo("first");
            assertThat(rows.expiresNs()).isZero();
            assertThat(rows.reason()).isEmpty();
            assertThat(rows.line()).isEqualTo(1);
            assertThat(rows.next()).isTrue();
            assertThat(rows.value()).isEqualTo("b");
            assertThat(rows.expiresNs()).isEqualTo(1_801_353_600_000_000_000L);
            assertThat(rows.reason()).isEqualTo("why");
            assertThat(rows.line()).isEqualTo(3);
            assertThat(rows.next()).isTrue();
            assertThat(rows.reason()).isEmpty();
            assertThat(rows.next()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"value\":1}|value is no text",
                "{\"vaule\":\"x\"}|unknown field; did you mean 'value'?",
                "{\"value\":\"x\",\"value\":\"y\"}|not well-formed, repeated or too long",
                "{\"value\":{\"value\":{\"value\":1}}}|value is no text",
                "{\"value\":\"x\"|not well-formed",
                "[1]|expected a JSON object",
                "nonsense|not well-formed",
            })
    void shouldTellTheLineOfAMistake(String line, String message) throws Exception {
        try (JsonListRows rows = rows(FIRST + line)) {
            assertThat(rows.next()).isTrue();

            RowException refused = catchThrowableOfType(RowException.class, rows::next);

            assertThat(refused).hasMessageContaining(message);
            assertThat(refused.line()).isEqualTo(2);
        }
    }

    private static JsonListRows rows(String text) throws Exception {
        return new JsonListRows(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
