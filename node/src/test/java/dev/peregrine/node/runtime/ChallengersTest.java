package dev.peregrine.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.peregrine.node.LearningPolicy;
import dev.peregrine.protocol.codec.LabelKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Challengers beside a real node. Payments are of one card, of 100 minor units and one more each
 * time, so what each policy must say of each of them is known.
 */
@Timeout(180)
class ChallengersTest {
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAYMENTS = 300;

    /** Rule {@code watched} would decline payments 201 .. 299. */
    private static final long BY_AMOUNT = 99;

    /** Policy {@code next} declines payments 150 .. 299. */
    private static final long BY_COUNT = 150;

    @TempDir private Path directory;
    private CommandLineNode node;

    @BeforeEach
    void setUp() throws IOException {
        node = new CommandLineNode(directory, "/test-node.yaml", policy(directory, true));
    }

    @Test
    void shouldCountWhatChallengersWouldHaveDecided() throws Exception {
        try (PeregrineNode running = node.start()) {
            node.pay(running, PAYMENTS);
            JsonNode challengers = await(running, PAYMENTS);

            assertThat(changed(challengers, "strict")).isEqualTo(BY_AMOUNT);
            assertThat(changed(challengers, "next")).isEqualTo(BY_COUNT);
            assertThat(challengers.get(1).path("segments").path("merchant_category"))
                    .hasSizeGreaterThan(0);
            assertThat(
                            challengers
                                    .get(1)
                                    .path("rules_challenger_only")
                                    .get(0)
                                    .path("rule")
                                    .asText())
                    .isEqualTo("busy");
        }
        assertThat(node.run("challengers", "report")).isZero();
        assertThat(node.output()).contains("strict").contains("next: keep");
    }

    @Test
    void shouldGoOnCountingAfterARestart() throws Exception {
        try (PeregrineNode running = node.start()) {
            node.pay(running, 100);
        }
        try (PeregrineNode running = node.start()) {
            node.pay(running, PAYMENTS - 100);
            JsonNode challengers = await(running, PAYMENTS);

            assertThat(changed(challengers, "strict")).isEqualTo(BY_AMOUNT);
            assertThat(changed(challengers, "next")).isEqualTo(BY_COUNT);
        }
    }

    @Test
    void shouldTakeLabelsIntoAccountAndTakeThemBack() throws Exception {
        try (PeregrineNode running = node.start()) {
            node.pay(running, PAYMENTS);
            await(running, PAYMENTS);
            for (int i = 150; i < 175; i++) {
                node.label(running, i, LabelKind.FRAUD, 1);
            }
            JsonNode found = await(running, "next", 25, "fraud");
            assertThat(found.path("recommendation").path("verdict").asText()).isEqualTo("keep");
            assertThat(found.path("recommendation").path("why").asText())
                    .contains("without a label as good it is right about 25 of 50");

            for (int i = 175; i < 200; i++) {
                node.label(running, i, LabelKind.FRAUD, 1);
            }
            found = await(running, "next", 50, "fraud");
            assertThat(
                            found.path("challenger_stops_only")
                                    .path("fraud")
                                    .path("amount_minor")
                                    .asLong())
                    .isEqualTo(50 * 250 + 49 * 50 / 2);
            assertThat(found.path("recommendation").path("verdict").asText()).isEqualTo("promote");

            for (int i = 150; i < 200; i++) {
                node.label(running, i, LabelKind.LEGITIMATE, 2);
            }
            found = await(running, "next", 50, "good");

            assertThat(found.path("challenger_stops_only").path("fraud").path("count").asLong())
                    .isZero();
            assertThat(found.path("fraud_money_minor").path("high").asLong()).isZero();
            assertThat(found.path("recommendation").path("verdict").asText()).isEqualTo("drop");
        }
    }

    @Test
    void shouldShowModelContributionsAndChallengersInEvidence() throws Exception {
        try (PeregrineNode running = node.start()) {
            node.pay(running, PAYMENTS);
            await(running, PAYMENTS);
        }
        assertThat(node.run("evidence", "show", "299")).isZero();
        JsonNode shown = JSON.readTree(node.output());

        assertThat(shown.path("action").asText()).isEqualTo("challenge");
        assertThat(shown.path("reasons").get(0).path("code").asText()).isEqualTo("AMOUNT");
        assertThat(shown.path("reasons").get(0).path("method").asText()).isEqualTo("linear");
        assertThat(shown.path("reasons").get(0).path("feature").asText()).isEqualTo("risk.amount");
        assertThat(shown.path("model").path("margin").asDouble()).isCloseTo(3.99, within(1e-9));
        assertThat(shown.path("model").path("score").asInt()).isEqualTo(399);
        JsonNode explanation = shown.path("explanation");
        double sum = explanation.path("base").asDouble();
        for (JsonNode contribution : explanation.path("contributions")) {
            sum += contribution.path("contribution").asDouble();
        }
        assertThat(sum).isCloseTo(explanation.path("margin").asDouble(), within(1e-9));
        assertThat(shown.path("challengers")).hasSize(2);
        assertThat(shown.path("challengers").get(1).path("action").asText()).isEqualTo("decline");

        assertThat(node.run("evidence", "show", "7")).isZero();
        JsonNode approved = JSON.readTree(node.output());
        assertThat(approved.path("action").asText()).isEqualTo("approve");
        assertThat(approved.has("explanation")).isFalse();
        assertThat(approved.path("model").path("margin").asDouble()).isCloseTo(1.07, within(1e-9));
    }

    /** A replay has neither side lane nor challengers: it proves decisions and state hashes. */
    @Test
    void shouldNotChangeDecisionsOrState() throws Exception {
        try (PeregrineNode running = node.start()) {
            node.pay(running, PAYMENTS);
            await(running, PAYMENTS);
        }
        assertThat(node.run("replay", "--verify")).isZero();
        assertThat(node.output()).contains("decisions     300 equal").contains("differences   0");

        Path other = Files.createDirectory(directory.resolve("other"));
        CommandLineNode alone =
                new CommandLineNode(other, "/test-node.yaml", policy(other, false))
                        .startingAt(node.startNs());
        try (PeregrineNode running = alone.start()) {
            alone.pay(running, PAYMENTS);
        }
        for (int i = 0; i < PAYMENTS; i += 13) {
            assertThat(decision(alone, i)).isEqualTo(decision(node, i));
        }
    }

    private static JsonNode decision(CommandLineNode node, int payment) throws Exception {
        assertThat(node.run("evidence", "show", Integer.toString(payment))).isZero();
        ObjectNode shown = (ObjectNode) JSON.readTree(node.output());
        assertThat(shown.path("decision_id").asText()).isNotEmpty();
        return shown.retain(
                "action", "score", "risk_level", "reasons", "features", "rules_fired", "sequence");
    }

    private static long changed(JsonNode challengers, String name) {
        for (JsonNode challenger : challengers) {
            if (challenger.path("name").asText().equals(name)) {
                return challenger.path("changed").path("count").asLong();
            }
        }
        throw new AssertionError(name + " is not in " + challengers);
    }

    private static JsonNode await(PeregrineNode running, long scored) throws IOException {
        LaneService lane = running.side().lane().orElseThrow();
        long deadline = System.nanoTime() + DEADLINE_NS;
        while (true) {
            JsonNode challengers =
                    JSON.readTree(lane.lane().report(1))
                            .path("policies")
                            .path(0)
                            .path("challengers");
            if (challengers.size() == 2 && challengers.get(1).path("scored").asLong() == scored) {
                assertThat(lane.failures()).isZero();
                return challengers;
            }
            assertThat(System.nanoTime()).as("%s", challengers).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static JsonNode await(PeregrineNode running, String name, long labelled, String outcome)
            throws IOException {
        long deadline = System.nanoTime() + DEADLINE_NS;
        while (true) {
            for (JsonNode challenger : await(running, PAYMENTS)) {
                if (challenger.path("name").asText().equals(name)
                        && challenger.path("changed").path(outcome).path("count").asLong()
                                == labelled) {
                    return challenger;
                }
            }
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }

    private static Path policy(Path directory, boolean challenged) throws IOException {
        Path policy = directory.resolve("policy");
        String head =
                """
                name: champion
                version: 1
                base_currency: EUR
                missing_rate: native
                champion: risk
                score: {challenge: 300, review: 500, decline: 700}
                """;
        String features =
                """
                lateness: 1h
                entities:
                  card: {key: [card], capacity: 1000, max_events: 1000}
                features:
                  - {name: n_1h, aggregate: count, entity: card, window: 1h}
                """;
        LearningPolicy.write(
                policy,
                "policy.yaml",
                head
                        + (challenged
                                ? """
                                challengers:
                                  strict: {rules: [watched]}
                                  next: {policy: next}
                                """
                                : ""));
        LearningPolicy.write(policy, "features.yaml", features);
        LearningPolicy.write(
                policy,
                "rules/watched.yaml",
                """
                rules:
                  - id: watched
                    description: A high amount.
                    when: tx.amount_minor > 300
                    action: decline
                    shadow: true
                    reason: {code: HIGH, text: A high amount.}
                """);
        LearningPolicy.write(
                policy,
                "models/risk.yaml",
                """
                format: logistic
                file: risk.json
                golden: risk.csv
                inputs: {amount: tx.amount_minor, n: features.n_1h}
                calibration: {points: [[0, 0], [9.99, 999]]}
                reasons:
                  - {code: AMOUNT, text: The amount is high., inputs: [amount]}
                """);
        LearningPolicy.write(
                policy,
                "models/risk.json",
                """
                {"intercept": 0, "terms": [
                  {"input": "amount", "weight": 0.01, "missing": 0},
                  {"input": "n", "weight": 0, "missing": 0}]}
                """);
        LearningPolicy.write(policy, "models/risk.csv", "amount,n,margin\n100,1,1\n");
        if (challenged) {
            LearningPolicy.write(
                    policy,
                    "challengers/next/policy.yaml",
                    head.replace("name: champion", "name: next")
                            .replace("champion: risk\n", "")
                            .replace("{challenge", "{base: 0, challenge"));
            LearningPolicy.write(
                    policy,
                    "challengers/next/features.yaml",
                    features.replace("name: n_1h", "name: n_7d")
                            .replace("window: 1h", "window: 7d"));
            LearningPolicy.write(
                    policy,
                    "challengers/next/rules/busy.yaml",
                    """
                    rules:
                      - id: busy
                        description: Many payments in a week.
                        when: features.n_7d > 150
                        action: decline
                        reason: {code: BUSY, text: Many payments in a week.}
                    """);
        }
        return policy;
    }
}
