package dev.peregrine.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.peregrine.node.LearningPolicy;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * More challengers than a side lane of a twentieth of a core can score at the rate of the payments,
 * with a bound of 1,000 events by which it may be behind.
 */
@Timeout(180)
class LaneLagTest {
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(90);
    private static final int PAYMENTS = 20_000;
    private static final int CHALLENGERS = 16;

    @TempDir private Path directory;

    @Test
    void shouldDropAndCountWhatItCannotKeepUpWithAndLeaveTheChampionAlone() throws Exception {
        CommandLineNode node = new CommandLineNode(directory, "/lagging-node.yaml", policy());
        long dropped;
        try (PeregrineNode running = node.start()) {
            node.pay(running, PAYMENTS);
            LaneService service = running.side().lane().orElseThrow();
            long deadline = System.nanoTime() + DEADLINE_NS;
            while (service.lagEvents() > 0) {
                assertThat(System.nanoTime())
                        .as("%d behind", service.lagEvents())
                        .isLessThan(deadline);
                TimeUnit.MILLISECONDS.sleep(10);
            }
            assertThat(service.failures()).isZero();
            dropped = counter(service, "peregrine_side_lane_dropped");
            assertThat(dropped).isPositive();
            assertThat(counter(service, "peregrine_side_lane_decisions"))
                    .as("it has scored what was within the bound")
                    .isEqualTo(PAYMENTS - dropped)
                    .isPositive();
        }
        assertThat(node.run("challengers", "report", "--json")).isZero();
        JsonNode challengers =
                new ObjectMapper()
                        .readTree(node.output())
                        .path("policies")
                        .path(0)
                        .path("challengers");
        assertThat(challengers).hasSize(CHALLENGERS);
        for (JsonNode challenger : challengers) {
            assertThat(challenger.path("not_scored").asLong()).isEqualTo(dropped);
            assertThat(challenger.path("scored").asLong()).isEqualTo(PAYMENTS - dropped);
        }
        assertThat(node.run("replay", "--verify")).as(node.output()).isZero();
        assertThat(node.output())
                .contains("decisions     20,000 equal")
                .contains("differences   0");
    }

    private Path policy() throws IOException {
        Path policy = LearningPolicy.write(directory.resolve("policy"), "1d");
        StringBuilder challengers = new StringBuilder("challengers:\n");
        for (int i = 0; i < CHALLENGERS; i++) {
            challengers.append("  c%d: {rules: [watched]}%n".formatted(i));
        }
        LearningPolicy.write(
                policy,
                "policy.yaml",
                Files.readString(policy.resolve("policy.yaml")) + challengers);
        LearningPolicy.write(
                policy,
                "rules/watched.yaml",
                """
                rules:
                  - id: watched
                    description: Many payments in an hour.
                    when: features.n_1h > 100
                    action: decline
                    shadow: true
                    reason: {code: BUSY, text: Many payments in an hour.}
                """);
        return policy;
    }

    private static long counter(LaneService service, String name) {
        return new LaneCollector(service)
                .collect().stream()
                        .filter(metric -> metric.getMetadata().getName().equals(name))
                        .map(CounterSnapshot.class::cast)
                        .mapToLong(metric -> (long) metric.getDataPoints().get(0).getValue())
                        .findFirst()
                        .orElseThrow();
    }
}
