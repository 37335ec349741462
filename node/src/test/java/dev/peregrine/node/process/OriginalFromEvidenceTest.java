package dev.peregrine.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Labels, outcomes and reversals that name their payment: the node finds it in its evidence. */
@Timeout(120)
class OriginalFromEvidenceTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Path POLICY =
            Path.of(System.getProperty("peregrine.root"), "policies", "minimal");

    private final GatewayAnswers http = new GatewayAnswers(Instant.now().toString());

    @TempDir private Path directory;

    @Test
    void shouldFillInThePaymentThatAFollowUpNames() throws Exception {
        NodeProcess node =
                NodeProcess.start(
                                directory,
                                0,
                                List.of(
                                        "--data",
                                        directory.resolve("data").toString(),
                                        "--policy",
                                        POLICY.toString(),
                                        "--http-port",
                                        "0"))
                        .awaitReady();
        try {
            int port = node.port();
            JsonNode decision = MAPPER.readTree(http.pay(port, "pay-1", 4_999, 10_000).get());
            awaitEvidence(port, decision.get("decision_id").asText(), 0);

            assertApplied(
                    http.send(
                            port,
                            "/v1/labels",
                            "{\"event_id\":\"l-1\",\"kind\":\"chargeback\",\"label_time\":\""
                                    + Instant.now()
                                    + "\",\"original_event_id\":\"pay-1\"}"));
            assertApplied(
                    http.send(
                            port,
                            "/v1/outcomes",
                            "{\"event_id\":\"o-1\",\"response_code\":\"05\",\"outcome_time\":\""
                                    + Instant.now()
                                    + "\",\"original_event_id\":\"pay-1\"}"));
            assertApplied(
                    http.send(
                            port,
                            "/v1/reversals",
                            "{\"event_id\":\"r-1\",\"amount_minor\":4999,\"reversal_time\":\""
                                    + Instant.now()
                                    + "\",\"original_event_id\":\"pay-1\"}"));
            JsonNode evidence = awaitEvidence(port, decision.get("decision_id").asText(), 3);

            assertThat(evidence.get("history").findValuesAsText("kind"))
                    .containsExactly("label", "outcome", "reversal");
            assertThat(evidence.get("history").findValuesAsText("event_id"))
                    .containsExactly("l-1", "o-1", "r-1");
            HttpResponse<String> unknown =
                    http.send(
                            port,
                            "/v1/labels",
                            "{\"event_id\":\"l-2\",\"kind\":\"fraud\",\"label_time\":\""
                                    + Instant.now()
                                    + "\",\"original_event_id\":\"pay-2\"}");
            assertThat(unknown.statusCode()).isEqualTo(422);
            assertThat(unknown.body()).contains("original-unknown");
        } finally {
            node.kill();
        }
    }

    private static void assertApplied(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).contains("\"status\":\"applied\"");
    }

    private JsonNode awaitEvidence(int port, String id, int history) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            HttpResponse<String> answer = http.send(port, "/v1/decisions/" + id, "");
            JsonNode evidence = MAPPER.readTree(answer.body());
            if (answer.statusCode() == 200 && evidence.get("history").size() >= history) {
                return evidence;
            }
            assertThat(System.nanoTime()).as(answer.body()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }
}
