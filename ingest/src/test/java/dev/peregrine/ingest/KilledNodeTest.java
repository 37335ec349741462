package dev.peregrine.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.client.ClientContext;
import dev.peregrine.client.Decision;
import dev.peregrine.client.RetryingClient;
import dev.peregrine.client.RetryingContext;
import io.aeron.CommonContext;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.agrona.IoUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The node's process, with its media driver in it, is killed and comes back. */
@Timeout(120)
class KilledNodeTest {
    private static final long PATIENTLY_NS = TimeUnit.SECONDS.toNanos(60);

    private final String nodeDirectory = CommonContext.generateRandomDirName();
    private final Payments payments = new Payments();

    @AfterEach
    void deleteDirectory() {
        IoUtil.delete(new File(nodeDirectory), true);
    }

    @Test
    void shouldAnswerThroughADriverOfItsOwn() throws Exception {
        try (TestDriver clientDriver = TestDriver.launch()) {
            killAndRestart(
                    new ClientContext()
                            .aeronDirectoryName(clientDriver.directory())
                            .ingressChannel(TestNode.UDP.channel()));
        }
    }

    @Test
    void shouldAnswerThroughTheNodesDriver() throws Exception {
        killAndRestart(new ClientContext().aeronDirectoryName(nodeDirectory));
    }

    private void killAndRestart(ClientContext ctx) throws Exception {
        ctx.nodeTimeoutNs(TimeUnit.SECONDS.toNanos(1)).errorHandler(error -> {});
        List<CompletableFuture<Decision>> futures = new ArrayList<>();
        try (NodeProcess first = NodeProcess.start(nodeDirectory);
                RetryingClient client = RetryingClient.start(new RetryingContext(ctx))) {
            assertThat(decide(client, 0).get(60, TimeUnit.SECONDS).score()).isZero();
            first.kill();
            for (int i = 1; i <= 10; i++) {
                futures.add(decide(client, i));
            }
            try (NodeProcess second = NodeProcess.start(nodeDirectory)) {
                for (int i = 1; i <= 10; i++) {
                    assertThat(futures.get(i - 1).get(60, TimeUnit.SECONDS).score()).isEqualTo(i);
                }
                assertThat(client.sessions()).isGreaterThanOrEqualTo(2);
            }
        }
    }

    private CompletableFuture<Decision> decide(RetryingClient client, int amount) {
        return client.decide(
                payments.buffer,
                0,
                payments.payment(TestNode.SHOP.id(), "tx-" + amount, amount),
                PATIENTLY_NS);
    }
}
