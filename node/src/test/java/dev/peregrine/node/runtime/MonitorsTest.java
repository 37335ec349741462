package dev.peregrine.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.peregrine.replay.monitor.Drift;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Monitors, and a champion that learns, in a real node. Payments are of 100 minor units and one
 * more each time: the policy's rule fires from the 2,001st on, so the mean score rises.
 */
@Timeout(180)
class MonitorsTest {
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int PAYMENTS = 3_000;

    @TempDir private Path directory;

    @Test
    void shouldTellADriftAndScoreAnomaliesBesideALearner() throws Exception {
        CommandLineNode node =
                new CommandLineNode(directory, "/monitored-node.yaml", policy(directory));
        try (PeregrineNode running = node.start()) {
            node.pay(running, PAYMENTS);
            Monitors monitors = running.side().monitors();
            long deadline = System.nanoTime() + DEADLINE_NS;
            while (monitors.drifts().isEmpty()) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                Thread.onSpinWait();
            }
            Monitors.Key key = new Monitors.Key(1, Drift.Stream.SCORES);
            Drift drift = monitors.drifts().get(key).last();
            assertThat(monitors.drifts()).containsOnlyKeys(key);
            assertThat(drift.after()).isGreaterThan(drift.before() + 200);
            assertThat(drift.numbers()).isLessThan(PAYMENTS - 2_000);
            assertThat(running.metrics().state().learners().learners())
                    .singleElement()
                    .satisfies(learner -> assertThat(learner.waiting()).isEqualTo(PAYMENTS));
            assertThat(new DriftCollector(monitors, List.of()).collect().stream())
                    .anySatisfy(
                            metric ->
                                    assertThat(metric.getMetadata().getName())
                                            .isEqualTo("peregrine_drifts"));
        }
        assertThat(node.run("replay", "--verify")).isZero();
        assertThat(node.output()).contains("differences   0");
        assertThat(node.run("evidence", "show", Integer.toString(PAYMENTS - 1))).isZero();
        JsonNode shown = new ObjectMapper().readTree(node.output());
        assertThat(shown.path("shadow_scores").path("anomaly").asDouble()).isPositive();
        assertThat(shown.has("model")).as("what it said then is not known afterwards").isFalse();
    }

    private static Path policy(Path directory) throws Exception {
        Path policy = directory.resolve("policy");
        write(
                policy,
                "policy.yaml",
                """
                name: learning
                version: 1
                base_currency: EUR
                missing_rate: native
                champion: learner
                score: {challenge: 300, review: 500, decline: 800}
                """);
        write(
                policy,
                "features.yaml",
                """
                lateness: 1h
                entities:
                  card: {key: [card], capacity: 1000, max_events: 5000}
                features:
                  - {name: n_1h, aggregate: count, entity: card, window: 1h}
                """);
        write(
                policy,
                "rules/high.yaml",
                """
                rules:
                  - id: high
                    description: A high amount.
                    when: tx.amount_minor > 2100
                    points: 500
                    reason: {code: HIGH, text: A high amount.}
                """);
        write(
                policy,
                "models/learner.yaml",
                """
                format: online
                file: learner.json
                inputs: {amount: tx.amount_minor, n: features.n_1h}
                calibration: {by: probability}
                """);
        write(
                policy,
                "models/learner.json",
                """
                {"alpha": 0.1, "horizon": "1d", "capacity": 5000, "intercept": -3, "terms": [
                  {"input": "amount", "bins": [500, 1000]},
                  {"input": "n", "transform": "log"}]}
                """);
        return policy;
    }

    private static void write(Path policy, String file, String text) throws Exception {
        Path path = policy.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
