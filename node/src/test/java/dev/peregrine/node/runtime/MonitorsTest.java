package dev.peregrine.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.peregrine.gateway.AdminOperations;
import dev.peregrine.node.LearningPolicy;
import dev.peregrine.replay.monitor.Drift;
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
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAYMENTS = 3_000;

    @TempDir private Path directory;

    @Test
    void shouldTellADriftAndScoreAnomaliesBesideALearner() throws Exception {
        CommandLineNode node =
                new CommandLineNode(
                        directory,
                        "/monitored-node.yaml",
                        LearningPolicy.write(directory.resolve("policy"), "1d"));
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
            AdminService admin = new AdminService(node.config(), running);
            AdminOperations.Call call = new AdminOperations.Call("anyone", 1);
            while (JSON.valueToTree(admin.drifts(call)).path("drifts").isEmpty()) {
                assertThat(System.nanoTime()).as("written in time").isLessThan(deadline);
                Thread.onSpinWait();
            }
            assertThat(JSON.valueToTree(admin.drifts(call)).path("drifts").path(0))
                    .isEqualTo(JSON.valueToTree(DriftLog.fields(drift)));
            assertThat(JSON.valueToTree(admin.policies(call)).at("/watched/drift/stream").asText())
                    .isEqualTo("scores");
            admin.close();
        }
        assertThat(node.run("drifts", "--json")).isZero();
        JsonNode kept = JSON.readTree(node.output()).path("drifts").path(0);
        assertThat(kept.path("detector").asText()).isEqualTo("adwin");
        assertThat(kept.path("mean_after").asDouble())
                .isGreaterThan(kept.path("mean_before").asDouble() + 200);
        assertThat(node.run("drifts")).isZero();
        assertThat(node.output()).contains("before").contains("scores");
        assertThat(node.run("policy", "status")).isZero();
        assertThat(node.output()).contains("scores drifted from a mean of");
        assertThat(node.run("replay", "--verify")).isZero();
        assertThat(node.output()).contains("differences   0");
        assertThat(node.run("evidence", "show", Integer.toString(PAYMENTS - 1))).isZero();
        JsonNode shown = JSON.readTree(node.output());
        assertThat(shown.path("shadow_scores").path("anomaly").asDouble()).isPositive();
        assertThat(shown.has("model")).as("what it said then is not known afterwards").isFalse();
    }
}
