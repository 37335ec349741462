package dev.peregrine.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.client.ClientContext;
import dev.peregrine.client.ClientListener;
import dev.peregrine.client.PeregrineClient;
import dev.peregrine.node.cli.Main;
import dev.peregrine.node.config.ConfigOverrides;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.config.NodeConfigLoader;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.DecisionReplyDecoder;
import dev.peregrine.protocol.event.TransactionBuilder;
import dev.peregrine.replay.recovery.ReplayProgress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The feature state as operators look at it, rebuilt from the journal of a node that ran. */
@Timeout(180)
class StateCommandTest {
    private static final int PAYMENTS = 5;
    private static final Path POLICY =
            Path.of(System.getProperty("peregrine.root"), "policies", "minimal");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final long startNs = System.currentTimeMillis() * 1_000_000;
    private int decided;

    @TempDir private Path directory;

    @Test
    void shouldShowTheStateAtTheJournalsEnd() throws Exception {
        pay();

        assertThat(run("list")).as(err.toString()).isZero();
        assertThat(out.toString().lines())
                .anyMatch(l -> l.matches("card +1 +200,000 +0 +0 +0"))
                .anyMatch(l -> l.matches("card_merchant +2 +1,000,000 +0 +0 +0"));

        assertThat(run("show", "--entity", "card", "--key", "card-1")).as(err.toString()).isZero();
        assertThat(out.toString().lines())
                .anyMatch(l -> l.equals("entity   card card-1"))
                .anyMatch(l -> l.matches("events +5 kept, room for 8; latest .*"))
                .anyMatch(l -> l.matches("\\d sliding 1d +5 +0 +510 .*"))
                .anyMatch(l -> l.matches(Instant.ofEpochSecond(0, startNs) + " +0 +100 .*"));

        assertThat(run("show", "--entity", "card_merchant", "--key", "card-1,shop-0")).isZero();
        assertThat(out.toString()).contains("3 kept");
        assertThat(run("show", "--entity", "card_merchant", "--key", "card-1", "--key", "shop-1"))
                .isZero();
        assertThat(out.toString()).contains("2 kept");

        assertFailure(2, "no entity type 'crad'; did you mean 'card'?", "crad", "card-1");
        assertFailure(2, "1 value, but a card_merchant has", "card_merchant", "card-1");
        assertFailure(1, "no card of key 'card-2' is held", "card", "card-2");
    }

    private void assertFailure(int code, String message, String entity, String key)
            throws Exception {
        assertThat(run("show", "--entity", entity, "--key", key)).isEqualTo(code);
        assertThat(err.toString()).startsWith("peregrine: ").contains(message).hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    private void pay() throws Exception {
        MutableDirectBuffer buffer = new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
        TransactionBuilder payment = new TransactionBuilder();
        try (PeregrineNode node =
                        PeregrineNode.start(
                                config(),
                                ReplayProgress.NONE,
                                (component, failure) -> failure.printStackTrace());
                PeregrineClient client = connect(node)) {
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
                                    .card("card-1")
                                    .merchant("shop-" + sent % 2)
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

    private Path configFile() throws Exception {
        return Path.of(getClass().getResource("/test-node.yaml").toURI());
    }

    private NodeConfig config() throws Exception {
        return new NodeConfigLoader()
                .load(
                        Optional.of(configFile()),
                        new ConfigOverrides()
                                .put("--data", "data-dir", directory.resolve("data"))
                                .singleTenant("--policy", POLICY))
                .config();
    }

    private int run(String... args) throws Exception {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of("state"));
        all.addAll(List.of(args));
        all.addAll(List.of("--data", directory.resolve("data").toString()));
        all.addAll(List.of("--policy", POLICY.toString()));
        all.addAll(List.of("--config", configFile().toString()));
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(new String[0]));
    }
}
