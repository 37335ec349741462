package dev.peregrine.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.client.AsyncConnect;
import dev.peregrine.client.ClientContext;
import dev.peregrine.client.ClientListener;
import dev.peregrine.client.PeregrineClient;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.DecisionReplyDecoder;
import dev.peregrine.protocol.codec.Durability;
import dev.peregrine.protocol.codec.EventAckDecoder;
import dev.peregrine.protocol.codec.EventRejectedDecoder;
import dev.peregrine.protocol.event.TransactionBuilder;
import dev.peregrine.testing.Allocations;
import io.aeron.Aeron;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Client, adapter, admission and publisher, all on one thread whose allocation is counted. */
@Timeout(120)
class AllocationTest {
    private static final int EVENTS = 20_000;
    private static final int ROUNDS = 100;

    private final TransactionBuilder builder = new TransactionBuilder();
    private final UnsafeBuffer transaction = new UnsafeBuffer(new byte[4096]);
    private final UnsafeBuffer label = new UnsafeBuffer(new byte[4096]);
    private final StringBuilder eventId = new StringBuilder();
    private int labelLength;

    private static final class Counting implements ClientListener {
        int answers;
        int decisions;
        int rejections;

        @Override
        public void onDecision(
                long correlationId, DecisionReplyDecoder envelope, DecisionBodyDecoder body) {
            answers++;
            decisions++;
        }

        @Override
        public void onAck(long correlationId, EventAckDecoder ack) {
            answers++;
        }

        @Override
        public void onRejected(long correlationId, EventRejectedDecoder rejected) {
            answers++;
            rejections++;
        }
    }

    @Test
    void shouldAllocateNothingFromClientToClient() {
        Counting counting = new Counting();
        Payments payments = new Payments();
        labelLength = payments.label(7, "label");
        label.putBytes(0, payments.buffer, 0, labelLength);
        try (TestDriver driver = TestDriver.launch();
                Aeron aeron =
                        Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.directory()))) {
            IngestAgent agent =
                    new IngestAgent(
                            new IngestContext()
                                    .aeron(aeron)
                                    .tenants(List.of(TestNode.SHOP))
                                    .durability(Durability.NONE));
            agent.start(new EchoEngine(agent.egress())).ready();
            try (PeregrineClient client = connect(agent, driver.directory(), counting)) {
                long least = Allocations.least(ROUNDS, () -> run(agent, client, counting));
                assertThat(counting.decisions).isEqualTo(counting.answers / 2);
                assertThat(counting.rejections).isEqualTo(counting.answers / 4);
                assertThat(least).as("bytes for %d events", EVENTS).isZero();
            } finally {
                agent.onClose();
            }
        }
    }

    private static PeregrineClient connect(
            IngestAgent agent, String directory, ClientListener listener) {
        ClientContext ctx = new ClientContext().aeronDirectoryName(directory).conclude();
        try (AsyncConnect attempt = new AsyncConnect(ctx, listener)) {
            while (true) {
                agent.doWork();
                PeregrineClient client = attempt.poll();
                if (client != null) {
                    return client;
                }
                Thread.onSpinWait();
            }
        }
    }

    /** Of four events, two are decided, one is acknowledged, one refused. */
    private void run(IngestAgent agent, PeregrineClient client, Counting counting) {
        int expected = counting.answers;
        for (int i = 0; i < EVENTS; i++) {
            int tenant = (i & 3) == 1 ? 9 : 7;
            eventId.setLength(0);
            eventId.append("tx-").append(i);
            int length =
                    builder.reset()
                            .tenantId(tenant)
                            .eventId(eventId)
                            .eventTimeNs(1_700_000_000_000_000_000L)
                            .amount(i, 978)
                            .card("card")
                            .ip("192.0.2.1")
                            .encode(transaction, 0);
            expected++;
            boolean isLabel = (i & 3) == 0;
            UnsafeBuffer event = isLabel ? label : transaction;
            while (client.offer(i, event, 0, isLabel ? labelLength : length) <= 0) {
                client.poll();
            }
            while (counting.answers < expected) {
                agent.doWork();
                client.poll();
            }
        }
    }
}
