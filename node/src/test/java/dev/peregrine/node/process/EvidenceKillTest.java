package dev.peregrine.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.config.ConfigOverrides;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.config.NodeConfigLoader;
import dev.peregrine.node.runtime.EvidenceCheck;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a node while it fills its evidence store; afterwards nothing is missing or doubled. */
@Timeout(300)
class EvidenceKillTest {
    private static final int KILLS = 3;
    private static final int PAYMENTS = 400;
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final Pattern ID = Pattern.compile("\"decision_id\":\"([0-9-]+)\"");
    private static final Path POLICY =
            Path.of(System.getProperty("peregrine.root"), "policies", "minimal");

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpPayer payer = new HttpPayer();

    @TempDir private Path directory;

    @Test
    void shouldHoldEveryAcknowledgedDecisionThroughKills() throws Exception {
        Path data = directory.resolve("data");
        List<String> options =
                List.of(
                        "--data",
                        data.toString(),
                        "--policy",
                        POLICY.toString(),
                        "--http-port",
                        "0");
        int sent = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            NodeProcess node = NodeProcess.start(directory, kill, options).awaitReady();
            List<CompletableFuture<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < PAYMENTS; i++) {
                answers.add(payer.send(node.port(), "pay-" + sent++));
                if (i == PAYMENTS / 2) {
                    answers.get(0).join();
                }
            }
            node.kill();
            answers.forEach(CompletableFuture::join);
        }
        NodeProcess node = NodeProcess.start(directory, KILLS, options).awaitReady();
        assertThat(payer.send(node.port(), "pay-last").join()).isEqualTo(200);
        for (Map.Entry<String, String> answer : payer.acknowledged.entrySet()) {
            Matcher id = ID.matcher(answer.getValue());
            assertThat(id.find()).isTrue();
            assertThat(evidence(node.port(), id.group(1))).startsWith(answer.getValue());
        }
        assertThat(HttpPayer.metric(node.port(), "peregrine_evidence_failures_total")).isZero();
        assertThat(HttpPayer.metric(node.port(), "peregrine_evidence_decisions"))
                .isGreaterThanOrEqualTo(payer.acknowledged.size());
        assertThat(node.terminate()).as(node.output()).isEqualTo(ExitCode.OK.code());

        assertThat(EvidenceCheck.check(config(data)))
                .hasSizeGreaterThanOrEqualTo(payer.acknowledged.size());
    }

    private String evidence(int port, String id) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + "/v1/decisions/" + id);
        long deadline = System.nanoTime() + DEADLINE_NS;
        while (true) {
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(uri).build(),
                            HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                return answer.body();
            }
            assertThat(System.nanoTime()).as("%s: %s", id, answer.body()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static NodeConfig config(Path data) {
        return new NodeConfigLoader()
                .load(
                        Optional.empty(),
                        new ConfigOverrides()
                                .put("--data", "data-dir", data)
                                .singleTenant("--policy", POLICY))
                .config();
    }
}
