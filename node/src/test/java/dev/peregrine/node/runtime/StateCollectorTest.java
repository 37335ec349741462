package dev.peregrine.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.client.ClientContext;
import dev.peregrine.client.ClientListener;
import dev.peregrine.client.PeregrineClient;
import dev.peregrine.node.config.ConfigOverrides;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.config.NodeConfigLoader;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.DecisionReplyDecoder;
import dev.peregrine.protocol.event.TransactionBuilder;
import dev.peregrine.replay.recovery.ReplayProgress;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How full the stores of a running node are, as its metrics tell. */
@Timeout(180)
class StateCollectorTest {
    private static final int PAYMENTS = 5;

    private final long startNs = System.currentTimeMillis() * 1_000_000;
    private int decided;

    @TempDir private Path directory;

    @Test
    void shouldTellHowFullTheStoresAre() throws Exception {
        NodeConfig config = config();
        List<String> before;
        try (PeregrineNode node = start(config)) {
            assertThat(metrics(node, config)).contains(line("entities", "card", 0));
            pay(node);
            before = metrics(node, config);
        }
        assertThat(before)
                .contains(
                        line("entities", "card", 2),
                        line("entity_capacity", "card", 2),
                        line("entities_dropped_total", "card", 0),
                        line("entities_evicted_total", "card", PAYMENTS - 2),
                        line("entities_saturated", "card", 0),
                        line("entities", "merchant", 1),
                        line("entity_capacity", "merchant", 100),
                        line("entities_evicted_total", "merchant", 0),
                        line("entities_saturated", "merchant", 1))
                .anyMatch(l -> l.matches(".*entity_history_bytes.*merchant.* [1-9]\\d*\\.0"));

        try (PeregrineNode node = start(config)) {
            assertThat(metrics(node, config)).isEqualTo(before);
        }
    }

    private static String line(String name, String entity, int value) {
        return "peregrine_%s{entity=\"%s\",tenant=\"default\"} %d.0".formatted(name, entity, value);
    }

    private static List<String> metrics(PeregrineNode node, NodeConfig config) throws IOException {
        StateCollector collector =
                new StateCollector(node.metrics().state(), config.tenants().orElseThrow());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(out, collector.collect());
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static PeregrineNode start(NodeConfig config) {
        return PeregrineNode.start(
                config, ReplayProgress.NONE, (component, failure) -> failure.printStackTrace());
    }

    private void pay(PeregrineNode node) {
        MutableDirectBuffer buffer = new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
        TransactionBuilder payment = new TransactionBuilder();
        try (PeregrineClient client = connect(node)) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            for (int sent = 0; decided < PAYMENTS; client.poll()) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                if (sent < PAYMENTS) {
                    int length =
                            payment.reset()
                                    .tenantId(1)
                                    .eventId(Integer.toString(sent))
                                    .eventTimeNs(startNs + sent)
                                    .amount(100 + sent, 978)
                                    .card("card-" + sent)
                                    .merchant("shop")
                                    .encode(buffer, 0);
                    sent += client.offer(sent + 1, buffer, 0, length) > 0 ? 1 : 0;
                }
            }
        }
    }

    private PeregrineClient connect(PeregrineNode node) {
        return PeregrineClient.connect(
                new ClientContext().aeronDirectoryName(node.aeronDirectoryName()),
                new ClientListener() {
                    @Override
                    public void onDecision(
                            long correlationId,
                            DecisionReplyDecoder envelope,
                            DecisionBodyDecoder body) {
                        decided++;
                    }
                });
    }

    private NodeConfig config() throws Exception {
        Path policy = Files.createDirectories(directory.resolve("policy"));
        Files.writeString(
                policy.resolve("policy.yaml"),
                """
                name: full
                version: 1
                base_currency: EUR
                missing_rate: native
                score: {base: 10, challenge: 300, review: 500, decline: 700}
                """);
        Files.writeString(
                policy.resolve("features.yaml"),
                """
                lateness: 10m
                entities:
                  card: {key: [card], capacity: 2, max_events: 10, when_full: evict_oldest}
                  merchant: {key: [merchant], capacity: 100, max_events: 4}
                features:
                  - {name: of_card, aggregate: count, entity: card, window: 1d}
                  - {name: of_merchant, aggregate: count, entity: merchant, window: 1d}
                """);
        return new NodeConfigLoader()
                .load(
                        Optional.of(Path.of(getClass().getResource("/test-node.yaml").toURI())),
                        new ConfigOverrides()
                                .put("--data", "data-dir", directory.resolve("data"))
                                .singleTenant("--policy", policy))
                .config();
    }
}
