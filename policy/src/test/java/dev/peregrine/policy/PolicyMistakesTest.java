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
class PolicyMistakesTest {
    @TempDir Path dir;
    private BundleFixture bundle;

    @BeforeEach
    void writeBundle() throws Exception {
        bundle = new BundleFixture(dir);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "version: 1 ~ version: 0 ~ 2:10: 'version' must be a whole number from 1 to"
                        + " 2147483647, not '0'",
                "version: 1 ~ version: one ~ 2:10: 'version' must be a whole number from 1 to"
                        + " 2147483647, not 'one'",
                "version: 1 ~ version: 99999999999 ~ 2:10: 'version' must be a whole number from 1"
                        + " to 2147483647, not '99999999999'",
                "version: 1 ~ verson: 1 ~ 1:1: missing key 'version' in policy.yaml",
                "name: test ~ name: 12 ~ 1:7: 'name' must be a text (put it in quotes), not '12'",
                "name: test ~ name: [a] ~ 1:7: 'name' must be a text, not a list",
                "name: test ~ name: a b ~ 1:7: policy name 'a b' is no name: it must be a letter,"
                        + " then letters, digits, _ or -",
                "name: test ~ name: ' ' ~ 1:7: 'name' is empty",
                "name: test ~ `name: test\nname: two` ~ 2:1: duplicate key 'name', first in line 1",
                "base_currency: EUR ~ base_currency: EURO ~ 3:16: unknown currency 'EURO' (ISO 4217"
                        + " letters); did you mean 'EUR'?",
                "refuse ~ refused ~ 4:15: unknown missing_rate 'refused'; did you mean 'refuse'?",
                "challenge: 300 ~ challenge: 600 ~ 5:35: score bands must ascend: review 500 is"
                        + " below challenge 600",
                "decline: 700 ~ decline: 499 ~ 5:48: score bands must ascend: decline 499 is below"
                        + " review 500",
                "base: 10 ~ base: 1000 ~ 5:15: 'base' must be a whole number from 0 to 999, not"
                        + " '1000'",
                "decline: 700 ~ decline: 700, x: 1 ~ 5:62: unknown key 'x'; known: base, challenge,"
                        + " review, decline",
            })
    void shouldTellMistakesInThePolicy(String old, String wrong, String message) throws Exception {
        bundle.replace("policy.yaml", old, wrong);

        assertThat(bundle.problems()).contains("policy.yaml:" + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "lateness: 10m ~ lateness: 10 minutes ~ 1:11: 'lateness' must be a duration such as"
                        + " 90s, 5m, 1h or 7d, not '10 minutes'",
                "capacity: 1000 ~ capacity: 0 ~ 3:33: 'capacity' must be a whole number from 1 to"
                        + " 100000000, not '0'",
                "capacity: 1000 ~ capactiy: 1000 ~ 3:23: unknown key 'capactiy'; did you mean"
                        + " 'capacity'?",
                "capacity: 1000, ~ ` ` ~ 3:9: missing key 'capacity' in entity 'card'",
                "max_events: 100 ~ max_events: 1000001 ~ 3:51: 'max_events' must be a whole number"
                        + " from 1 to 1000000, not '1000001'",
                "key: [card] ~ key: [crad] ~ 3:16: unknown key field 'crad'; did you mean 'card'?",
                "key: [card] ~ key: [card, card] ~ 3:22: key field 'card' is there twice",
                "key: [card] ~ key: [] ~ 3:10: the key of entity 'card' has no field",
                "key: [card] ~ key: card ~ 3:15: 'key' must be a list, not 'card'",
                "card: { ~ ca-rd: { ~ 3:3: entity name 'ca-rd' is no name: it must be a letter,"
                        + " then letters, digits or _",
                "name: n_1h ~ name: 1h ~ 5:12: feature name '1h' is no name: it must be a letter,"
                        + " then letters, digits or _",
                "name: mean_1d ~ name: n_1h ~ 6:12: duplicate feature 'n_1h', first in line 5",
                "aggregate: count ~ aggregate: cuont ~ 5:29: unknown aggregate 'cuont'; did you"
                        + " mean 'count'?",
                "aggregate: count, entity: card ~ aggregate: count, entity: crad ~ 5:44: unknown"
                        + " entity 'crad'; did you mean 'card'?",
                "card, window: 1h ~ card ~ 5:5: missing key 'window' in feature 'n_1h'",
                "window: 1h ~ window: 0s ~ 5:58: 'window' must be from 1ms to 3660d, not '0s'",
                "window: 1h ~ window: 4000d ~ 5:58: 'window' must be from 1ms to 3660d, not"
                        + " '4000d'",
                "window: 1h ~ window: 1h, unit: major ~ 5:62: 'unit' does not belong to a feature"
                        + " of aggregate count",
                "window: 1h ~ window: 1h, field: hour ~ 5:62: 'field' does not belong to a feature"
                        + " of aggregate count",
                "window: 30d ~ window: 30d, delay: 1d ~ 7:69: 'delay' does not belong to a feature"
                        + " of aggregate first_time",
                "unit: major ~ unit: euro ~ 6:70: unknown unit 'euro'; known: minor, major",
                "`- {name: fresh,` ~ `- 5\\n  - {name: fresh,` ~ 7:5: a feature must be a mapping (key:"
                        + " value), not '5'",
            })
    void shouldTellMistakesInFeatures(String old, String wrong, String message) throws Exception {
        bundle.replace("features.yaml", old, wrong.replace("\\n", "\n"));

        assertThat(bundle.problems()).contains("features.yaml:" + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "value, field: huor ~ 8:40: unknown field 'huor'; did you mean 'hour'?",
                "value, field: hour, unit: major ~ 8:46: 'unit' belongs to field 'amount' only",
                "value, field: hour, window: 1h ~ 8:46: 'window' does not belong to a feature of"
                        + " aggregate value",
                "value ~ 8:5: missing key 'field' in feature 'x'",
                "in_range, field: hour, to: 3 ~ 8:5: missing key 'from' in feature 'x'",
                "in_range, field: hour, from: 5, to: 3 ~ 8:58: the range of feature 'x' ends before"
                        + " it begins",
                "in_range, field: hour, from: a, to: 3 ~ 8:55: 'from' must be a number, not 'a'",
            })
    void shouldTellMistakesInFieldFeatures(String rest, String message) throws Exception {
        bundle.write(
                "features.yaml",
                BundleFixture.FEATURES + "  - {name: x, aggregate: " + rest + "}\n");

        assertThat(bundle.problems()).containsExactly("features.yaml:" + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "id: many ~ id: a b ~ 2:9: rule id 'a b' is no name: it must be a letter, then"
                        + " letters, digits, _ or -",
                "points: 300 ~ shadow: false ~ 2:5: rule 'many' does nothing: give it an action or"
                        + " points",
                "points: 300 ~ points: 1000 ~ 5:13: 'points' must be a whole number from -999 to"
                        + " 999, not '1000'",
                "points: 300 ~ action: declin ~ 5:13: unknown action 'declin'; did you mean"
                        + " 'decline'?",
                "points: 300 ~ action: refuse ~ 5:13: unknown action 'refuse'; known: approve,"
                        + " challenge, review, decline",
                "points: 300 ~ points: 300\\n    even_if_allowed: true ~ 6:5: 'even_if_allowed'"
                        + " belongs to action challenge only",
                "points: 300 ~ points: 300\\n    shadow: yes ~ 6:13: 'shadow' must be true or false,"
                        + " not 'yes'",
                "code: MANY, ~ `` ~ 6:13: missing key 'code' in reason",
                "text: Many ~ txt: Many ~ 6:26: unknown key 'txt'; did you mean 'text'?",
                "when: features.n_1h > 5 ~ shadow: false ~ 2:5: missing key 'when' in rule 'many'",
            })
    void shouldTellMistakesInRules(String old, String wrong, String message) throws Exception {
        bundle.replace("rules/a.yaml", old.replace("\\n", "\n"), wrong.replace("\\n", "\n"));

        assertThat(bundle.problems()).contains("rules/a.yaml:" + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "`` ~ 6:18: missing key 'min_decisions' in circuit_breaker",
                "min_decisions: 0, decline_rate: {max: 0.1} ~ 6:47: 'min_decisions' must be a whole"
                        + " number from 1 to 100000000, not '0'",
                "min_decisions: 9 ~ 6:18: circuit_breaker watches nothing: give it a decline_rate or"
                        + " a challenge_rate",
                "min_decisions: 9, decline_rate: {} ~ 6:64: decline_rate needs a 'min' or a 'max'",
                "min_decisions: 9, decline_rate: {max: 20} ~ 6:70: 'max' must be a number from 0 to"
                        + " 1, not '20'",
                "min_decisions: 9, challenge_rate: {min: 0.2, max: 0.1} ~ 6:66: the band of"
                        + " challenge_rate ends before it begins",
                "min_decisions: 9, decline_rat: {max: 0.1} ~ 6:50: unknown key 'decline_rat'; did you mean"
                        + " 'decline_rate'?",
            })
    void shouldTellMistakesInTheCircuitBreaker(String rest, String message) throws Exception {
        bundle.write(
                "policy.yaml",
                BundleFixture.POLICY + "circuit_breaker: {window: 10m, " + rest + "}\n");

        assertThat(bundle.problems()).contains("policy.yaml:" + message);
    }

    @Test
    void shouldTellDuplicateRulesAcrossFiles() throws Exception {
        bundle.write("rules/b.yaml", BundleFixture.RULES);

        assertThat(bundle.problems())
                .containsExactly(
                        "rules/b.yaml:2:9: duplicate rule 'many', first at rules/a.yaml:2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "yyyy-MM-dd HH:mm:ss ~ yyyy-bb ~ 3:31: 'yyyy-bb' is no date pattern: Unknown"
                        + " pattern letter: b",
                "yyyy-MM-dd HH:mm:ss ~ yyyy-MM-dd ~ 3:31: 'yyyy-MM-dd' does not hold a whole date"
                        + " and time",
                "half_even ~ half_evn ~ 4:48: unknown rounding 'half_evn'; did you mean"
                        + " 'half_even'?",
                "tolerance: 0.001 ~ tolerance: 2 ~ 4:70: 'tolerance' must be a number from 0 to 1,"
                        + " not '2'",
                "scale: 2 ~ scale: 10 ~ 4:35: 'scale' must be a whole number from 0 to 9, not '10'",
                "currency: EUR ~ currency: XQQ ~ 5:13: unknown currency 'XQQ' (ISO 4217"
                        + " letters)",
                "{card: CARD} ~ {crad: CARD} ~ 6:10: unknown key 'crad'; did you mean 'card'?",
                "{card: CARD} ~ {} ~ 6:9: 'keys' names no column",
                "delay: 7d ~ dely: 7d ~ 7:10: missing key 'delay' in label",
            })
    void shouldTellMistakesInTheInputMapping(String old, String wrong, String message)
            throws Exception {
        bundle.replace("input.yaml", old, wrong);

        assertThat(bundle.problems()).contains("input.yaml:" + message);
    }

    @Test
    void shouldTellAllMistakesInOrderOfFileAndLine() throws Exception {
        bundle.write(
                        "policy.yaml",
                        """
                        name: my policy
                        verson: 1
                        base_currency: EUX
                        missing_rate: refuse
                        score: {base: 10, challenge: 300, review: 200, decline: 700}
                        """)
                .replace("features.yaml", "aggregate: mean", "aggregate: median")
                .replace("features.yaml", "window: 30d", "windows: 30d")
                .when("features.n_2h > 5 && feature.fresh")
                .replace("rules/a.yaml", "points: 300", "action: decline\n    point: 3")
                .write("rules/b.yaml", "rules: {}")
                .replace("input.yaml", "event_id", "eventid");

        assertThat(bundle.problems())
                .extracting(p -> p.lines().findFirst().orElseThrow())
                .containsExactly(
                        "policy.yaml:1:1: missing key 'version' in policy.yaml",
                        "policy.yaml:1:7: policy name 'my policy' is no name: it must be a letter,"
                                + " then letters, digits, _ or -",
                        "policy.yaml:2:1: unknown key 'verson'; did you mean 'version'?",
                        "policy.yaml:3:16: unknown currency 'EUX' (ISO 4217 letters); did you mean"
                                + " 'EUR'?",
                        "policy.yaml:5:35: score bands must ascend: review 200 is below challenge"
                                + " 300",
                        "features.yaml:6:32: unknown aggregate 'median'; did you mean 'mean'?",
                        "features.yaml:7:5: missing key 'window' in feature 'fresh'",
                        "features.yaml:7:56: unknown key 'windows'; did you mean 'window'?",
                        "rules/a.yaml:4:20: unknown feature 'n_2h'; did you mean 'n_1h'?",
                        "rules/a.yaml:4:32: unknown name 'feature'; did you mean 'features'?",
                        "rules/a.yaml:6:5: unknown key 'point'; did you mean 'points'?",
                        "rules/b.yaml:1:8: 'rules' must be a list, not a mapping",
                        "input.yaml:2:3: unknown key 'eventid'; did you mean 'event_id'?",
                        "input.yaml:2:3: missing key 'event_id' in csv");
    }
}
