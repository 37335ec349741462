package dev.peregrine.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a policy's features cost, before it is paid. */
@Timeout(60)
class PolicyExplainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir private Path directory;

    @Test
    void shouldTellWhatEveryEntityAndFeatureCosts() throws Exception {
        assertThat(run("policy", "explain", policy())).as(err.toString()).isZero();

        assertThat(out.toString().lines())
                .anyMatch(l -> l.startsWith("costly version 3: 2 entity types, 6 features"))
                .anyMatch(l -> l.equals("no feature uses: spare"))
                .anyMatch(l -> l.matches("card +card +1,000 +64 +8d +7d1m +.*KiB"))
                .anyMatch(l -> l.matches("pair +card, ip/24 +500 +16 +1h1m +1h1m +.*KiB"))
                .anyMatch(
                        l ->
                                l.matches(
                                        "n +count +card +sliding 1h +window 24 +24 +O\\(1\\) amortised"))
                .anyMatch(
                        l ->
                                l.matches(
                                        "top +max +card +sliding 7d +window 24 \\+ extremes 24 +48 +O\\(1\\) expected, O\\(window\\) worst"))
                .anyMatch(l -> l.matches("main +top_share +card .*O\\(distinct\\)"))
                .anyMatch(
                        l ->
                                l.matches(
                                        "heat +decayed_count +card +half-life 2h +decayed sum 32 +32 .*"))
                .anyMatch(l -> l.matches("size +value +- .*"))
                .anyMatch(l -> l.matches("card +1 +16 +50 +hash of merchant"))
                .noneMatch(l -> l.contains("grand total"));
    }

    @Test
    void shouldAddTheHistoryOfARate() throws Exception {
        assertThat(run("policy", "explain", policy(), "--rate", "10", "--json")).isZero();
        JsonNode root = new ObjectMapper().readTree(out.toString());

        JsonNode pair = root.get("entities").get(1);
        assertThat(pair.get("events_kept").asLong()).isEqualTo(500 * 16);
        assertThat(pair.get("event_bytes").asLong()).isEqualTo(40);
        assertThat(pair.get("history_bytes").asLong()).isEqualTo(500 * 16 * 40);
        assertThat(pair.get("greatest_history_bytes").asLong()).isEqualTo(2 * 500 * 16 * 40);
        JsonNode total = root.get("total");
        assertThat(total.get("bytes").asLong())
                .isEqualTo(
                        total.get("header_bytes").asLong() + total.get("history_bytes").asLong());
        assertThat(root.get("features")).hasSize(6);

        assertThat(run("policy", "explain", policy(), "--rate", "10")).isZero();
        assertThat(out.toString()).contains("at 10 events/s").contains("grand total: ");
    }

    @Test
    void shouldListParametersWithTheRulesThatReadThem() throws Exception {
        assertThat(run("policy", "explain", parameterised())).as(err.toString()).isZero();
        assertThat(out.toString().lines())
                .anyMatch(l -> l.matches("parameter +value +min +max +rules +description"))
                .anyMatch(l -> l.matches("many +8 +2 +50 +busy, both +More are many\\."))
                .anyMatch(l -> l.matches("high +120.5 +- +- +both *"))
                .anyMatch(l -> l.matches("spare +0 +0 +- *"));

        assertThat(run("policy", "explain", parameterised(), "--json")).isZero();
        JsonNode parameters = new ObjectMapper().readTree(out.toString()).get("parameters");
        assertThat(parameters).hasSize(3);
        assertThat(parameters.get(0).toString())
                .isEqualTo(
                        "{\"name\":\"many\",\"description\":\"More are many.\",\"value\":8,"
                                + "\"min\":2,\"max\":50,\"rules\":[\"busy\",\"both\"]}");
        assertThat(parameters.get(1).toString())
                .contains("\"value\":120.5,\"min\":null,\"max\":null,\"rules\":[\"both\"]");
        assertThat(parameters.get(2).get("rules")).isEmpty();

        assertThat(run("policy", "explain", policyWithoutAny())).isZero();
        assertThat(out.toString()).doesNotContain("parameter");
    }

    @Test
    void shouldTellMistakesInALine() throws Exception {
        assertThat(run("policy", "explain", policy(), "--rate", "0")).isEqualTo(2);
        assertThat(err.toString()).startsWith("peregrine: --rate: 0 is not from 1").hasLineCount(1);
        assertThat(run("policy", "explain", directory.resolve("none").toString())).isEqualTo(3);
        assertThat(err.toString()).hasLineCount(1).contains("none");
    }

    private String policyWithoutAny() throws Exception {
        Files.delete(directory.resolve("parameters.yaml"));
        Files.delete(directory.resolve("rules/all.yaml"));
        return policy();
    }

    private String parameterised() throws Exception {
        Files.writeString(
                directory.resolve("parameters.yaml"),
                """
                parameters:
                  - {name: many, description: More are many., value: 8, min: 2, max: 50}
                  - {name: high, value: 120.5}
                  - {name: spare, value: 0, min: 0}
                """);
        Files.createDirectories(directory.resolve("rules"));
        Files.writeString(
                directory.resolve("rules/all.yaml"),
                """
                rules:
                  - id: busy
                    description: Many.
                    when: features.n > param.many
                    action: challenge
                    reason: {code: BUSY, text: Many payments.}
                  - id: both
                    description: Many and hot.
                    when: has(features.heat) && (features.heat * 2.0 > param.high || -param.many > -features.n)
                    action: review
                    reason: {code: BOTH, text: Many and hot.}
                  - id: neither
                    description: Few.
                    when: features.n in [1, 2]
                    action: review
                    reason: {code: FEW, text: Few payments.}
                """);
        return policy();
    }

    private String policy() throws Exception {
        Files.writeString(
                directory.resolve("policy.yaml"),
                """
                name: costly
                version: 3
                base_currency: EUR
                missing_rate: native
                score: {base: 100, challenge: 300, review: 500, decline: 700}
                """);
        Files.writeString(
                directory.resolve("features.yaml"),
                """
                lateness: 1m
                entities:
                  card: {key: [card], capacity: 1000, max_events: 64, ttl: 8d}
                  pair: {key: [card, ip/24], capacity: 500, max_events: 16}
                  spare: {key: [device], capacity: 500, max_events: 16}
                features:
                  - {name: n, aggregate: count, entity: card, window: 1h}
                  - {name: top, aggregate: max, entity: card, window: 7d}
                  - {name: main, aggregate: top_share, entity: card, window: 7d, of: [merchant], max_distinct: 50}
                  - {name: heat, aggregate: decayed_count, entity: card, half_life: 2h}
                  - {name: pairs, aggregate: count, entity: pair, window: 1h}
                  - {name: size, aggregate: value, field: amount}
                """);
        return directory.toString();
    }

    private int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }
}
