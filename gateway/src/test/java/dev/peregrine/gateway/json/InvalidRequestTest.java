package dev.peregrine.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class InvalidRequestTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"card\":4|card||must be a string, not an integer",
                "\"card\":{\"a\":[1]}|card||must be a string, not an object",
                "\"card\":true|card||must be a string, not a boolean",
                "\"card\":\"\"|card||is empty; leave it out instead",
                "\"card\":\"4111111111111111\"|card||looks like a card number; send a token",
                "\"card\":\"a\\r\\nb\"|card||must not contain control characters",
                "\"card\":\"\\ud800\"|card||must not contain control characters",
                "\"card\":\"a\",\"card\":\"a\"|card||is given twice",
                "\"card\":null,\"card\":\"a\"|card||is given twice",
                "\"chanel\":\"atm\"|chanel||is not a known field; did you mean channel?",
                "\"EventTime\":1|EventTime||is not a known field; did you mean event_time?",
                "\"xyzzy\":{\"a\":1}|xyzzy||is not a known field",
                "\"channel\":\"e-commerce\"|channel|e-commerce|must be one of atm, chip,",
                "\"email_domain\":\"a@b.c\"|email_domain||must be only the part after the @",
                "\"ip\":\"256.1.1.1\"|ip|256.1.1.1|must be an IPv4 or IPv6 address",
                "\"ip\":\"::\"|ip|::|must not be the unspecified address",
                "\"ip\":\"example.com\"|ip|example.com|must be an IPv4 or IPv6 address",
                "\"merchant_category\":\"12\"|merchant_category|12|must be a merchant category",
                "\"merchant_category\":10000|merchant_category|10000|must be a merchant category",
                "\"merchant_category\":1.5|merchant_category||must be a string",
                "\"merchant_country\":\"de\"|merchant_country|\"de\"|must be two upper-case letters",
                "\"issuer_country\":\"DEU\"|issuer_country|\"DEU\"|must be two upper-case letters",
                "\"latitude\":90.1,\"longitude\":0|latitude|90.1|must be degrees from -90 to 90",
                "\"latitude\":1e999,\"longitude\":0|latitude|1e999|must be degrees from -90 to 90",
                "\"longitude\":\"5\",\"latitude\":0|longitude||must be a number, not a string",
                "\"latitude\":1|longitude||is missing; give both",
            })
    void shouldNameFieldValueAndReason(String member, String field, String value, String detail) {
        Problem problem = problem(Requests.with(member).getBytes(StandardCharsets.UTF_8));

        assertThat(problem.type()).isEqualTo(ProblemType.INVALID_FIELD);
        FieldError error = problem.errors().get(0);
        assertThat(error.field()).isEqualTo(field);
        assertThat(error.value()).isEqualTo(value == null ? "" : value);
        assertThat(error.detail()).startsWith(detail);
        assertThat(problem.errors()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "amount_minor|1|-1|must be from 0 to 9007199254740992",
                "amount_minor|1|9007199254740993|must be from 0 to 9007199254740992",
                "amount_minor|1|99999999999999999999999|must be from 0 to 9007199254740992",
                "amount_minor|1|1.0|must be an integer, not a number with a fraction",
                "amount_minor|1|\"1\"|must be an integer, not a string",
                "amount_minor|1|null|is missing",
                "currency|\"JPY\"|\"jpy\"|must be an ISO 4217 currency",
                "currency|\"JPY\"|\"QQQ\"|must be an ISO 4217 currency",
                "currency|\"JPY\"|392|must be a string, not an integer",
                "event_time|\"2026-01-31T12:00:00Z\"|\"2026-01-31\"|must be a time",
                "event_time|\"2026-01-31T12:00:00Z\"|1769860800|must be a string, not an integer",
                "event_id|\"pay-2\"|\"\"|is empty",
            })
    void shouldRefuseRequiredFieldsOutOfRange(
            String field, String valid, String invalid, String detail) {
        String body =
                Requests.LEAST.replace(
                        "\"" + field + "\":" + valid, "\"" + field + "\":" + invalid);

        Problem problem = problem(body.getBytes(StandardCharsets.UTF_8));

        assertThat(problem.errors()).extracting(FieldError::field).containsExactly(field);
        assertThat(problem.errors().get(0).detail()).startsWith(detail);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "null",
                "[]",
                "\"text\"",
                "{",
                "{\"card\":",
                "{\"card\":\"a",
                "{\"card\":\"a\"} {}",
                "{\"card\":\"a\"},",
                "{'card':'a'}",
                "{\"card\":NaN}",
                "{\"card\":01}",
                "{\"card\":\"a\",}",
                "{\"card\":\"a\\x\"}",
                "{\"card\":\"a\nb\"}",
                "{\"card\":[[[[[[[[[[1]]]]]]]]]]}",
                "{\"latitude\":1111111111111111111111111111111111111111111111111111111111111111111}",
                "\u0000{}"
            })
    void shouldSayWhereJsonIsMalformed(String body) {
        Problem problem = problem(body.getBytes(StandardCharsets.UTF_8));

        assertThat(problem.type()).isEqualTo(ProblemType.MALFORMED_JSON);
        assertThat(problem.line()).isPositive();
        assertThat(problem.column()).isPositive();
        assertThat(problem.detail())
                .startsWith("line " + problem.line() + ", column " + problem.column() + ": ")
                .doesNotContain("Source")
                .doesNotContain("Read")
                .doesNotContain("`");
    }

    @ParameterizedTest
    @ValueSource(ints = {0xC0, 0xFF, 0x80, 0xED, 0xF5, 0x00})
    void shouldRefuseWhatIsNotUtf8(int octet) {
        byte[] body = Requests.with("\n\"card\":\"a#b\"").getBytes(StandardCharsets.UTF_8);
        int at = body.length - 4;
        body[at] = (byte) octet;

        Problem problem = problem(body);

        assertThat(problem.detail()).isEqualTo("line 2, column 10: not UTF-8");
    }

    private static Problem problem(byte[] body) {
        return catchThrowableOfType(
                        InvalidRequestException.class,
                        () ->
                                new DecisionJson()
                                        .readRequest(
                                                body,
                                                0,
                                                body.length,
                                                Requests.head(null),
                                                Requests.event()))
                .problem();
    }
}
