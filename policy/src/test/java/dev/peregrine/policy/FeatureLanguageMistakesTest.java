package dev.peregrine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class FeatureLanguageMistakesTest {
    private static final String FRAME =
            """
            lateness: 10m
            entities:
              e: {key: [card], capacity: 10, max_events: 20, ttl: 100d}
            features:
            - {name: n_1h, aggregate: count, entity: e, window: 1h}
            - name: x
              entity: e
            """;

    @TempDir private Path dir;
    private BundleFixture bundle;

    @BeforeEach
    void writeBundle() throws Exception {
        bundle =
                new BundleFixture(dir)
                        .when("features.n_1h > 1")
                        .write(
                                "attributes.yaml",
                                """
                                attributes:
                                  - {id: 1, name: size, type: integer}
                                  - {id: 2, name: club, type: string}
                                  - {id: 3, name: hint, type: double}
                                """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "count|window: forevr ~ 9:11: unknown window 'forevr'; did you mean 'forever'?",
                "count|window: {} ~ 9:11: a window has one of the keys tumbling, calendar, last,"
                        + " session",
                "count|window: {last: 3, session: 1h} ~ 9:11: a window has one of the keys"
                        + " tumbling, calendar, last, session, not last and session",
                "count|window: {lst: 3} ~ 9:12: unknown key 'lst'; did you mean 'last'?",
                "count|window: {last: 0} ~ 9:18: 'last' must be a whole number from 1 to 1000000,"
                        + " not '0'",
                "count|window: {last: 21} ~ 9:3: the last 21 events are more than the 20"
                        + " ('max_events') that entity 'e' keeps",
                "count|window: {tumbling: 10ms} ~ 9:22: 'tumbling' must be from 1s to 3660d, not"
                        + " '10ms'",
                "count|window: {session: 1h}|delay: 1h ~ 10:3: 'delay' does not go with a session"
                        + " window",
                "count|window: {calendar: day} ~ 9:11: missing key 'zone' in the window",
                "count|window: {calendar: dya, zone: UTC} ~ 9:22: unknown calendar unit 'dya'; did"
                        + " you mean 'day'?",
                "count|window: {last: 3, zone: UTC} ~ 9:21: 'zone' belongs to a calendar window"
                        + " only",
                "count|window: {calendar: day, zone: Asia/Tokyo} ~ 9:33: zone 'Asia/Tokyo' is not"
                        + " in zones.yaml: run ./peregrine policy zones DIR Asia/Tokyo",
                "count|window: 1h|half_life: 1h ~ 10:3: 'half_life' does not belong to a feature of"
                        + " aggregate count",
                "count|window: 1h|of: [card] ~ 10:3: 'of' does not belong to a feature of aggregate"
                        + " count",
                "ratio|window: 1h|unit: major ~ 10:3: 'unit' does not belong to a feature of"
                        + " aggregate ratio",
                "speed|window: 1h|delay: 1h ~ 10:3: 'delay' does not belong to a feature of"
                        + " aggregate speed",
                "first_time|window: 1h|where: outcome.known ~ 10:3: 'where' does not belong to a"
                        + " feature of aggregate first_time without 'of'",
                "share|window: 1h ~ 6:3: missing key 'where' in feature 'x'",
                "distinct|window: 1h ~ 6:3: missing key 'of' in feature 'x'",
                "distinct|window: 1h|of: [] ~ 10:3: 'of' of feature 'x' has no field",
                "distinct|window: 1h|of: [ip/33] ~ 10:8: the prefix of ip must have from 8 to 32"
                        + " bits, as in ip/24, not '33'",
                "distinct|window: 1h|of: [attr.clbu] ~ 10:8: unknown attribute 'clbu'; did you mean"
                        + " 'club'?",
                "distinct|window: 1h|of: [card]|max_distinct: 65537 ~ 11:17: 'max_distinct' must be"
                        + " a whole number from 1 to 65536, not '65537'",
                "decayed_sum ~ 6:3: missing key 'half_life' in feature 'x'",
                "sum|window: 1h|field: hour ~ 10:10: 'hour' is of one transaction; aggregate sum"
                        + " takes the amount or an attribute of type integer (sums are exact"
                        + " integers)",
                "sum|window: 1h|field: attr.hint ~ 10:10: 'attr.hint' is of type double; aggregate"
                        + " sum takes the amount or an attribute of type integer (sums are exact"
                        + " integers)",
                "sum|window: 1h|field: attr.size|unit: major ~ 11:3: 'unit' belongs to field"
                        + " 'amount' only",
            })
    void shouldTellMistakesInFeatures(String lines, String message) throws Exception {
        bundle.write("features.yaml", FRAME + feature(lines));

        assertThat(bundle.problems())
                .containsExactly("features.yaml:" + message.replace("DIR", dir.toString()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "tx.amount_minor + 1 > 2 ~ 17: not supported in where: operator '+' here",
                "size(tx.card) > 2 ~ 1: not supported in where: function 'size'",
                "tx.card.matches('a') ~ 9: not supported in where: function 'matches'",
                "outcome.known ? true : false ~ 15: not supported in where: a choice (?:)",
                "1 < 2 ~ 3: not supported in where: a comparison without a field",
                "(tx.hour > 1) == true ~ 10: not supported in where: operator '>' here",
                "tx.ip < 'a' ~ 7: not supported in where: tx.ip compares by == and != with a text,"
                        + " or by in with a list",
                "tx.ip == tx.card ~ 7: not supported in where: tx.ip compares by == and != with a"
                        + " text, or by in with a list",
                "tx.card in [tx.device] ~ 13: not supported in where: a list of anything but"
                        + " literals",
                "tx.hour in [1, 'a'] ~ 16: not supported in where: a list of several types",
                "tx.event_id == 'a' ~ 4: unknown field 'event_id' of tx",
                "outcome.aproved ~ 9: unknown field 'aproved' of outcome; did you mean"
                        + " 'approved'?",
                "attr.sice > 1 ~ 6: unknown attribute 'sice'; did you mean 'size'?",
                "features.n_1h > 1 ~ 1: unknown name 'features'; 'where' sees tx.*, outcome.* and"
                        + " attr.*",
                "tx.hour ~ 1: 'where' must be true or false (bool), not int",
                "attr.size > ~ 12: malformed expression: mismatched input end of the expression",
            })
    void shouldTellMistakesInConditions(String condition, String message) throws Exception {
        bundle.write(
                "features.yaml", FRAME + feature("count|window: 1h|where: \"" + condition + '"'));
        int colon = message.indexOf(':');
        int column = 10 + Integer.parseInt(message.substring(0, colon));

        assertThat(bundle.problems())
                .extracting(problem -> problem.lines().findFirst().orElseThrow())
                .containsExactly("features.yaml:10:" + column + message.substring(colon));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "`, ttl: 100d` ~ `` ~ window: {last: 3} ~ 3:6: missing key 'ttl' in entity 'e':"
                        + " feature 'x' would keep its events without end",
                "`, ttl: 100d` ~ `` ~ window: forever ~ 3:6: missing key 'ttl' in entity 'e':"
                        + " feature 'x' would keep its events without end",
                "ttl: 100d ~ ttl: 1h ~ `window: 1h\n  delay: 1h` ~ 3:50: 'ttl' of entity 'e' is"
                        + " shorter than feature 'x' reaches",
                "ttl: 100d ~ ttl: 1h ~ window: {session: 2h} ~ 3:50: 'ttl' of entity 'e' is shorter"
                        + " than feature 'x' reaches",
                "ttl: 100d ~ when_full: evict ~ window: 1h ~ 3:61: unknown when_full 'evict';"
                        + " known: refuse, evict_oldest",
            })
    void shouldTellEntitiesThatAreNotKeptLongEnough(
            String old, String wrong, String window, String message) throws Exception {
        String features = FRAME + feature("count|" + window.replace("\\n", "\n"));
        bundle.write("features.yaml", features.replace(old, wrong));

        assertThat(bundle.problems()).containsExactly("features.yaml:" + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "id: 2 ~ id: 1 ~ 3:10: ids must ascend: 1 comes after 1",
                "id: 2 ~ id: 65535 ~ 3:10: 'id' must be a whole number from 0 to 65534, not"
                        + " '65535'",
                "name: club ~ name: size ~ 3:19: duplicate attribute 'size', first in line 2",
                "type: string ~ type: text ~ 3:31: unknown attribute type 'text'; known: integer,"
                        + " double, boolean, string",
            })
    void shouldTellMistakesInAttributes(String old, String wrong, String message) throws Exception {
        bundle.replace("attributes.yaml", old, wrong);

        assertThat(bundle.problems()).contains("attributes.yaml:" + message);
    }

    @Test
    void shouldNotTellAnAttributesMistakeAgainWhereItIsUsed() throws Exception {
        bundle.replace("attributes.yaml", "type: string", "type: text");
        bundle.write(
                "features.yaml",
                FRAME + feature("count|window: 1h|where: attr.club == \"a\" && attr.size > 1"));

        assertThat(bundle.problems()).singleElement().asString().startsWith("attributes.yaml:3:");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "offset: 1h ~ 1:23: 'offset' must be an offset from UTC, such as +01:00, not '1h'",
                "`offset: +01:00, transitions: [{at: 2025-01-01, offset: +02:00}]` ~ 1:50: 'at'"
                        + " must be a time in UTC from 1970 to 2115, such as"
                        + " 2025-03-30T01:00:00Z, not '2025-01-01'",
                "`offset: +01:00, transitions: [{at: 2025-01-01T00:00:00Z, offset: +02:00}, {at:"
                        + " 2025-01-01T00:00:00Z, offset: +01:00}]` ~ 1:89: transitions must"
                        + " ascend",
            })
    void shouldTellMistakesInZones(String zone, String message) throws Exception {
        bundle.write("zones.yaml", "zones: {X/Y: {" + zone + "}}");

        assertThat(bundle.problems()).containsExactly("zones.yaml:" + message);
    }

    private static String feature(String lines) {
        return "  aggregate: " + lines.replace("|", "\n  ") + "\n";
    }
}
