package dev.peregrine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.protocol.KeyField;
import dev.peregrine.protocol.codec.Action;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PolicyLoaderTest {
    @TempDir Path dir;
    private BundleFixture bundle;

    @BeforeEach
    void writeBundle() throws Exception {
        bundle = new BundleFixture(dir);
    }

    @Test
    void shouldReadAWholeBundle() throws Exception {
        PolicyBundle loaded = bundle.load();

        assertThat(loaded.name()).isEqualTo("test");
        assertThat(loaded.version()).isEqualTo(1);
        assertThat(loaded.baseCurrency()).isEqualTo(978);
        assertThat(loaded.missingRate()).isEqualTo(PolicyBundle.MissingRate.REFUSE);
        assertThat(loaded.bands()).isEqualTo(new ScoreBands(10, 300, 500, 700));
        assertThat(loaded.features().latenessNs()).isEqualTo(TimeUnit.MINUTES.toNanos(10));
        assertThat(loaded.features().entities())
                .containsExactly(new EntitySpec("card", List.of(KeyField.CARD), 1000, 100));
        assertThat(loaded.features().features().get(1))
                .isEqualTo(
                        new FeatureSpecBuilder("mean_1d", Aggregate.MEAN)
                                .over("card", Window.sliding(TimeUnit.DAYS.toNanos(1), 0))
                                .majorUnits(true)
                                .build());
        assertThat(loaded.csvMapping())
                .contains(
                        new CsvMapping(
                                "ID",
                                "AT",
                                "yyyy-MM-dd HH:mm:ss",
                                "AMOUNT",
                                2,
                                RoundingMode.HALF_EVEN,
                                0.001,
                                978,
                                Map.of(KeyField.CARD, "CARD"),
                                Optional.of("FRAUD"),
                                Optional.empty(),
                                TimeUnit.DAYS.toNanos(7),
                                Optional.empty()));
    }

    @Test
    void shouldReadEveryPartOfARule() throws Exception {
        bundle.write(
                "rules/b.yaml",
                """
                rules:
                  - id: ask-again
                    description: d
                    when: features.fresh
                    action: challenge
                    even_if_allowed: true
                    points: -20
                    shadow: true
                    reason: {code: AGAIN, text: Once more.}
                """);

        Rule rule = bundle.load().rules().get(1);

        assertThat(rule.id()).isEqualTo("ask-again");
        assertThat(rule.action()).isEqualTo(Action.CHALLENGE);
        assertThat(rule.evenIfAllowed()).isTrue();
        assertThat(rule.points()).isEqualTo(-20);
        assertThat(rule.shadow()).isTrue();
        assertThat(rule.reasonCode()).isEqualTo("AGAIN");
        assertThat(rule.reasonText()).isEqualTo("Once more.");
    }

    @Test
    void shouldTakeTheFeaturesTypeFromUnitAndField() throws Exception {
        bundle.write(
                "features.yaml",
                """
                lateness: 0s
                entities: {card: {key: [card], capacity: 1, max_events: 1}}
                features:
                  - {name: n_1h, aggregate: sum, entity: card, window: 1h}
                  - {name: b, aggregate: sum, entity: card, window: 1h, unit: major}
                  - {name: c, aggregate: value, field: amount}
                  - {name: d, aggregate: value, field: amount, unit: major}
                  - {name: e, aggregate: in_range, field: amount, unit: major, from: 0.5, to: 9}
                """);

        assertThat(bundle.load().features().features())
                .extracting(FeatureSpec::type)
                .containsExactly(
                        FeatureType.INTEGER,
                        FeatureType.DOUBLE,
                        FeatureType.INTEGER,
                        FeatureType.DOUBLE,
                        FeatureType.BOOLEAN);
    }

    @Test
    void shouldNameTheMissingDirectory() {
        Path missing = dir.resolve("nowhere");

        assertThatThrownBy(() -> PolicyLoader.load(missing))
                .isInstanceOf(PolicyException.class)
                .hasMessage(missing + ": no such directory");
    }

    @Test
    void shouldNameEveryMissingFile() throws Exception {
        Files.delete(dir.resolve("policy.yaml"));
        Files.delete(dir.resolve("features.yaml"));
        Files.delete(dir.resolve("input.yaml"));

        assertThatThrownBy(bundle::load)
                .hasMessage(
                        dir.resolve("policy.yaml")
                                + ": no such file"
                                + System.lineSeparator()
                                + dir.resolve("features.yaml")
                                + ": no such file");
    }

    @Test
    void shouldDoWithoutRulesAndInput() throws Exception {
        Files.delete(dir.resolve("rules/a.yaml"));
        Files.delete(dir.resolve("rules"));
        Files.delete(dir.resolve("input.yaml"));

        assertThat(bundle.load().rules()).isEmpty();
        assertThat(bundle.load().csvMapping()).isEmpty();
    }

    @Test
    void shouldTellStrayFiles() throws Exception {
        bundle.write("feature.yaml", "a: b").write("rules/b.yml", "rules: []");

        assertThat(bundle.problems())
                .containsExactlyInAnyOrder(
                        "feature.yaml: is no part of a bundle; did you mean 'features.yaml'?",
                        "rules/b.yml: is no part of a bundle; rename it to end in .yaml");
    }

    @Test
    void shouldRefuseALargeFile() throws Exception {
        bundle.write("features.yaml", "#".repeat(BundleLimits.MAX_FILE_BYTES + 1));

        assertThat(bundle.problems()).containsExactly("features.yaml: larger than 1048576 bytes");
    }

    @Test
    void shouldRefuseLinksThatLeadOut(@TempDir Path elsewhere) throws Exception {
        Path outside = Files.writeString(elsewhere.resolve("a.yaml"), BundleFixture.RULES);
        Files.delete(dir.resolve("rules/a.yaml"));
        Files.createSymbolicLink(dir.resolve("rules/a.yaml"), outside);
        Files.createSymbolicLink(dir.resolve("rules/b.yaml"), elsewhere.resolve("gone.yaml"));

        assertThat(bundle.problems())
                .containsExactly(
                        "rules/a.yaml: is a link that leads out of the bundle",
                        "rules/b.yaml: is a dangling link");
    }

    @Test
    void shouldRefuseWhatIsNoText() throws Exception {
        Files.write(dir.resolve("policy.yaml"), new byte[] {'a', ':', ' ', (byte) 0xC3});
        bundle.write("input.yaml", "csv: \u0007");

        assertThat(bundle.problems())
                .containsExactly(
                        "policy.yaml: is not UTF-8",
                        "input.yaml:1:6: character U+0007 is not allowed");
    }

    @Test
    void shouldRefuseAliasesAndDeepNesting() throws Exception {
        bundle.write("policy.yaml", "a: &a [x, x]\nb: [*a, *a]\n");
        bundle.write("features.yaml", "[".repeat(100_000));

        assertThat(bundle.problems())
                .containsExactly(
                        "policy.yaml:2:5: aliases are not allowed: write it out",
                        "features.yaml:1:17: nested deeper than 16 levels");
    }

    @Test
    void shouldTellMalformedYaml() throws Exception {
        bundle.write("policy.yaml", "name: a\n  version: 1\n");
        bundle.write("features.yaml", "a: 'b\n");
        bundle.write("rules/a.yaml", "");
        bundle.write("input.yaml", "csv: {}\n---\ncsv: {}\n");

        assertThat(bundle.problems())
                .containsExactly(
                        "policy.yaml:2:10: malformed YAML: mapping values are not allowed here",
                        "features.yaml:2:1: malformed YAML: while scanning a quoted scalar, found"
                                + " unexpected end of stream",
                        "rules/a.yaml: the file is empty",
                        "input.yaml:2:1: malformed YAML: expected a single document in the stream,"
                                + " but found another document");
    }

    @Test
    void shouldReadTheCircuitBreaker() throws Exception {
        bundle.write(
                "policy.yaml",
                BundleFixture.POLICY
                        + """
                        circuit_breaker:
                          window: 10m
                          min_decisions: 200
                          decline_rate: {max: 0.05}
                          challenge_rate: {min: 0.001, max: 0.2}
                        """);

        assertThat(bundle.load().circuitBreaker())
                .contains(
                        new CircuitBreaker(
                                600_000_000_000L,
                                200,
                                new CircuitBreaker.Band(0, 0.05),
                                new CircuitBreaker.Band(0.001, 0.2)));
    }
}
