package dev.peregrine.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.client.ClientContext;
import dev.peregrine.client.ClientListener;
import dev.peregrine.client.PeregrineClient;
import dev.peregrine.node.config.ConfigOverrides;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.config.NodeConfigLoader;
import dev.peregrine.protocol.KeyField;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.DecisionReplyDecoder;
import dev.peregrine.protocol.event.TransactionBuilder;
import dev.peregrine.replay.recovery.ReplayProgress;
import dev.peregrine.testing.Allocations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The node's own threads, from the adapter over the real journal to the publisher, allocate nothing
 * for an event under a policy with rules.
 */
@Timeout(180)
class HotPathAllocationTest {
    private static final int WARM_UP = 60_000;
    private static final int ROUNDS = 100;
    private static final int EVENTS = 5_000;
    private static final int WINDOW = 256;
    private static final int CARDS = 200;

    private final MutableDirectBuffer buffer =
            new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
    private final TransactionBuilder payment = new TransactionBuilder();
    private final byte[] id = new byte[12];
    private final byte[] card = new byte[6];
    private final long startNs = System.currentTimeMillis() * 1_000_000;
    private long sent;
    private long decided;

    @TempDir private Path directory;

    @Test
    void shouldAllocateNothingForAnEvent() throws Exception {
        try (PeregrineNode node =
                        PeregrineNode.start(
                                config(),
                                ReplayProgress.NONE,
                                (component, failure) -> failure.printStackTrace());
                PeregrineClient client = connect(node)) {
            send(client, WARM_UP);
            List<Thread> threads = hotThreads();
            assertThat(threads).as("ingress and all stages").hasSize(1);
            long[] least = Allocations.least(ROUNDS, threads, () -> send(client, EVENTS));
            for (int i = 0; i < least.length; i++) {
                assertThat(least[i])
                        .as("bytes of %s in its best round of %d events", threads.get(i), EVENTS)
                        .isZero();
            }
        }
    }

    private void send(PeregrineClient client, int count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        long goal = sent + count;
        while (decided < goal) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            if (sent < goal && sent - decided < WINDOW) {
                int length = encode(sent + 1);
                if (client.offer(sent + 1, buffer, 0, length) > 0) {
                    sent++;
                }
            }
            client.poll();
        }
    }

    private int encode(long number) {
        digits(number, id);
        digits(number % CARDS, card);
        payment.reset()
                .tenantId(1)
                .eventId(id, 0, id.length)
                .eventTimeNs(startNs + number * 1_000)
                .amount(100 + number % 1_000, 978)
                .key(KeyField.CARD, card, 0, card.length)
                .key(KeyField.MERCHANT, card, 0, card.length - 1);
        return payment.encode(buffer, 0);
    }

    private static void digits(long value, byte[] out) {
        long rest = value;
        for (int i = out.length - 1; i >= 0; i--) {
            out[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private static List<Thread> hotThreads() {
        List<Thread> hot = new ArrayList<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            String name = thread.getName();
            if (name.contains("internal-events")) {
                hot.add(thread);
            }
        }
        return hot;
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
        Path file = Path.of(getClass().getResource("/test-node.yaml").toURI());
        Path policy = Path.of(System.getProperty("peregrine.root"), "policies", "demo");
        return new NodeConfigLoader()
                .load(
                        Optional.of(file),
                        new ConfigOverrides()
                                .put("--data", "data-dir", directory.resolve("data"))
                                .singleTenant("--policy", policy))
                .config();
    }
}
