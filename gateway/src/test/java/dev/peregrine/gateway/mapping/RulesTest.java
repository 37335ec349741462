package dev.peregrine.gateway.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.protocol.CurrencyUnits;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules of tables, one by one, and against plain oracles. */
class RulesTest {
    private static final String FILE =
            """
            format: test
            title: Test
            about: A test.
            tables:
              kinds: {a: alpha, b: "", "*": other}
              decimals: {ISK: "2"}
            messages:
              m:
                about: A message.
                event: decision
                rows:
                  - {field: F, source: "%s", target: card, rule: %s, required: %s, error: E1}
            """;

    private final TokenSecret secret = TokenSecret.random();

    private MappedFields map(String source, String rule, Map<String, String> message) {
        return map(source, rule, message, 0);
    }

    private MappedFields map(String source, String rule, Map<String, String> message, long nowNs) {
        FormatTable table = FormatReader.read("test.yaml", FILE.formatted(source, rule, "true"));
        return table.message("m").map(new MappingInput(message::get, secret.tokens(), nowNs));
    }

    @ParameterizedTest
    @CsvSource({
        "text, ' a b ', a b",
        "upper, aB, AB",
        "lower, aB, ab",
        "cut 1 2, abcd, bc",
        "prefix x-, a, x-a",
        "code kinds, a, alpha",
        "code kinds, z, other",
        "integer, 007, 7",
        "decimal, 1.50, 1.5",
        "flag Y N, Y, true",
        "flag Y N, N, false",
        "country, 276, DE",
        "country, DEU, DE",
        "country, DE, DE",
        "currency, 978, EUR",
        "currency, EUR, EUR",
        "date_time, 2026-01-31T12:00:00.5+01:00, 2026-01-31T11:00:00.500Z",
        "date_time, 2026-01-31T12:00:00, 2026-01-31T12:00:00Z",
        "time uuuuMMddHHmmss, 20260131120000, 2026-01-31T12:00:00Z",
        "epoch_seconds, 1769860800, 2026-01-31T12:00:00Z",
        "email_domain, A@B.Example, b.example",
        "constant X, anything, X",
        "identifier, short, short",
        "uuid, 8a562c67-ca16-48ba-b074-65581be6f001, 8a562c67-ca16-48ba-b074-65581be6f001"
    })
    void shouldMakeTheValueThatTheRuleSays(String rule, String value, String expected) {
        MappedFields fields = map("s", rule, Map.of("s", value));
        assertThat(fields.faults()).isEmpty();
        assertThat(fields.text("card")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "cut 1 2, ab",
        "integer, -1",
        "integer, 1.0",
        "integer, 1234567890123456789",
        "decimal, NaN",
        "decimal, x",
        "flag Y N, X",
        "country, 999",
        "currency, 001",
        "currency, eur",
        "date_time, 2026-02-30T12:00:00Z",
        "date_time, yesterday",
        "time uuuuMMddHHmmss, 20260230120000",
        "time uuuuMMddHHmmss, 2026013112000",
        "epoch_seconds, -1",
        "email_domain, nobody",
        "uuid, 8a562c67-ca16-48ba-b074-65581be6f00",
        "email_domain, a@"
    })
    void shouldTakeNothingElseAndRepeatNoValue(String rule, String value) {
        MappedFields fields = map("s", rule, Map.of("s", value));
        assertThat(fields.faults()).singleElement().matches(fault -> !fault.isMissing());
        assertThat(fields.faults().get(0).detail()).isNotBlank().doesNotContain(value);
        assertThat(fields.faults().get(0).row().error()).isEqualTo("E1");
    }

    @Test
    void shouldJoinOrTakeTheFirst() {
        Map<String, String> message = Map.of("a", "1", "c", " 3 ", "d", "  ");
        assertThat(map("x b c", "text", message).text("card")).isEqualTo("3");
        assertThat(map("a b c", "join /", message).text("card")).isEqualTo("1//3");
        assertThat(map("a c", "join", message).text("card")).isEqualTo("13");
        assertThat(map("b d", "join /", message).faults().get(0).isMissing()).isTrue();
        assertThat(map("a c", "join - | prefix p- | upper", message).text("card"))
                .isEqualTo("P-1-3");
        assertThat(map("s", "code kinds", Map.of("s", "b")).faults().get(0).isMissing()).isTrue();
        assertThat(map("a", "less c", message).faults()).hasSize(1);
        assertThat(map("c", "less a", message).get("card")).isEqualTo(2L);
        assertThat(map("c", "less b", message).get("card")).isEqualTo(3L);
    }

    @Test
    void shouldMakeMinorUnitsAsBigDecimalDoes() {
        Random random = new Random(20260131);
        List<Currency> currencies =
                Currency.getAvailableCurrencies().stream()
                        .filter(c -> c.getNumericCode() > 0)
                        .toList();
        int taken = 0;
        for (int i = 0; i < 20_000; i++) {
            Currency currency = currencies.get(random.nextInt(currencies.size()));
            BigDecimal amount =
                    BigDecimal.valueOf(random.nextLong(1_000_000_000_000L), random.nextInt(6));
            int decimals = CurrencyUnits.decimals(currency.getNumericCode());
            boolean fits = amount.stripTrailingZeros().scale() <= decimals;
            Map<String, String> message = new HashMap<>();
            message.put("s", amount.toPlainString());
            message.put("c", currency.getCurrencyCode());

            MappedFields fields = map(message, "minor c");

            if (fits) {
                taken++;
                assertThat(fields.get("card"))
                        .as(message.toString())
                        .isEqualTo(amount.movePointRight(decimals).longValueExact());
            } else {
                assertThat(fields.faults()).as(message.toString()).hasSize(1);
            }
            message.put("s", amount.unscaledValue().toString());
            message.put("e", Integer.toString(amount.scale()));
            MappedFields scaled = map(message, "exponent e c");
            assertThat(scaled.get("card")).isEqualTo(fields.get("card"));
        }
        assertThat(taken).isBetween(5_000, 15_000);
    }

    private final Map<String, MessageTable> tables = new HashMap<>();

    private MappedFields map(Map<String, String> message, String rule) {
        return tables.computeIfAbsent(
                        rule,
                        r ->
                                FormatReader.read("test.yaml", FILE.formatted("s", r, "true"))
                                        .message("m"))
                .map(new MappingInput(message::get, null, 0));
    }

    @Test
    void shouldScaleAmountsOfSendersWithDecimalsOfTheirOwn() {
        assertThat(map("s", "scaled decimals c", Map.of("s", "1500", "c", "isk")).get("card"))
                .isEqualTo(15L);
        assertThat(map("s", "scaled decimals c", Map.of("s", "1550", "c", "ISK")).faults())
                .hasSize(1);
        assertThat(map("s", "scaled decimals c", Map.of("s", "1500", "c", "eur")).get("card"))
                .isEqualTo(1500L);
        assertThat(map("s", "scaled decimals c", Map.of("s", "1500")).faults()).hasSize(1);
    }

    @Test
    void shouldChooseTheYearThatBringsATimeNearestToNow() {
        Random random = new Random(7);
        DateTimeFormatter form = DateTimeFormatter.ofPattern("MMddHHmmss");
        for (int i = 0; i < 2_000; i++) {
            LocalDateTime now =
                    LocalDateTime.of(2024, 1, 1, 0, 0).plusMinutes(random.nextInt(3 * 525_600));
            LocalDateTime time = now.plusHours(random.nextInt(2 * 24 * 170) - 24 * 170);
            long nowNs = now.toEpochSecond(ZoneOffset.UTC) * 1_000_000_000L;
            boolean leapDay = time.getMonthValue() == 2 && time.getDayOfMonth() == 29;

            MappedFields fields =
                    map("s", "time_near MMddHHmmss", Map.of("s", form.format(time)), nowNs);

            assertThat(fields.text("card"))
                    .as("%s at %s, leap %s", time, now, leapDay)
                    .isEqualTo(time.toInstant(ZoneOffset.UTC).toString());
        }
        assertThat(map("s", "time_near MMddHHmmss", Map.of("s", "1332120000")).faults()).hasSize(1);
    }

    @Test
    void shouldCountDays() {
        Map<String, String> message = Map.of("s", "20250131", "p", "20260131120000");
        assertThat(map("s", "age_days uuuuMMdd p", message).get("card")).isEqualTo(365L);
        assertThat(map("s", "age_days uuuuMMdd q", message).faults().get(0).isMissing()).isTrue();
        assertThat(map("s", "age_days uuuuMMdd p", Map.of("s", "2025", "p", "20260131")).faults())
                .hasSize(1);
    }

    @Test
    void shouldMakeTheSameTokenOfTheSameValueUnderTheSameSecret(@TempDir Path directory)
            throws Exception {
        Path file = directory.resolve("keys/token.key");
        String token = TokenSecret.open(file).tokens().token("4111111111111111");

        assertThat(token).matches("tok_[A-Za-z0-9_-]{22}");
        TokenHash again = TokenSecret.open(file).tokens();
        assertThat(again.token("4111111111111112")).isNotEqualTo(token);
        byte[] digits = "x4111111111111111".getBytes(StandardCharsets.US_ASCII);
        assertThat(again.token(digits, 1, 16)).isEqualTo(token);
        assertThat(TokenSecret.random().tokens().token("4111111111111111")).isNotEqualTo(token);
        assertThat(Files.size(file)).isEqualTo(32);
        Files.write(file, new byte[15]);
        assertThatThrownBy(() -> TokenSecret.open(file))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("token.key: the secret of tokens must have 16 to");
        String longText = "x".repeat(65);
        assertThat(map("s", "identifier", Map.of("s", longText)).text("card")).startsWith("tok_");
    }

    @Test
    void shouldTellMistakesOfAFileWithTheirPlaces() {
        assertThatThrownBy(
                        () ->
                                FormatReader.read(
                                        "test.yaml", FILE.formatted("s", "uper", "perhaps")))
                .hasMessageContaining("test.yaml:12:")
                .hasMessageContaining("unknown rule 'uper'; did you mean 'upper'?")
                .hasMessageContaining("must be true or false");
        for (String rule :
                List.of(
                        "cut 1",
                        "code none",
                        "cut a 2",
                        "upper | join -",
                        "time b",
                        "constant",
                        "upper x")) {
            assertThatThrownBy(() -> FormatReader.read("f.yaml", FILE.formatted("s", rule, "true")))
                    .isInstanceOf(MappingException.class)
                    .hasMessageStartingWith("f.yaml:12:");
        }
        assertThatThrownBy(
                        () ->
                                FormatReader.read(
                                        "f.yaml",
                                        FILE.replace("target: card", "target: amount")
                                                .formatted("s", "text", "true")))
                .hasMessageContaining("f.yaml:11:")
                .hasMessageContaining("'amount' is no field of a request of the kind 'decision'");
        assertThatThrownBy(() -> FormatReader.read("f.yaml", "format: x\n"))
                .hasMessageContaining("missing key 'title'");
    }

    @Test
    void shouldTakeATableOfTheUsersOwnOnlyIfItHasAll(@TempDir Path directory) throws Exception {
        Path own = directory.resolve("stripe.yaml");
        Files.writeString(own, FILE.formatted("s", "text", "true"));
        assertThatThrownBy(() -> FormatTable.load("stripe", Optional.of(directory)))
                .hasMessageContaining("stripe.yaml: missing message");
        try (var in = getClass().getResourceAsStream(FormatTable.RESOURCES + "stripe.yaml")) {
            Files.writeString(
                    own,
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .replace("fraudulent: \"59\"", "fraudulent: \"34\""));
        }
        FormatTable table = FormatTable.load("stripe", Optional.of(directory));
        assertThat(table.code("decline_codes").meaning("fraudulent")).isEqualTo("34");
        assertThat(FormatTable.load("adyen", Optional.of(directory)).name()).isEqualTo("adyen");
    }

    @Test
    void shouldKnowNow() {
        long nowNs = Instant.parse("2026-01-31T12:00:00Z").toEpochMilli() * 1_000_000;
        assertThat(map("-", "now", Map.of(), nowNs).text("card")).isEqualTo("2026-01-31T12:00:00Z");
    }
}
