package dev.peregrine.latency.journal;

import dev.peregrine.client.ClientListener;
import dev.peregrine.latency.embedded.EmbeddedNode;
import dev.peregrine.latency.embedded.TrafficClient;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.DecisionReplyDecoder;
import dev.peregrine.protocol.codec.EventRejectedDecoder;
import dev.peregrine.replay.snapshot.SnapshotRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A node in a process of its own that has seen a payment of every card, has a snapshot of that, and
 * then some more payments; it prints {@value #FILLED} and waits to be killed.
 */
public final class FilledNode implements ClientListener {
    static final String FILLED = "filled";

    private static final int WINDOW = 2_048;
    private static final Duration SNAPSHOT_TIMEOUT = Duration.ofMinutes(20);

    private long decided;
    private long sent;

    private FilledNode() {}

    /** Arguments: data directory, policy bundle, cards, payments after the snapshot. */
    public static void main(String[] args) {
        Path data = Path.of(args[0]);
        long cards = Long.parseLong(args[2]);
        long tail = Long.parseLong(args[3]);
        EmbeddedNode node =
                EmbeddedNode.start(Path.of(args[1]), data, -1, RecoveryBench.eventIds(cards, tail));
        FilledNode filled = new FilledNode();
        try (TrafficClient client = node.connect()) {
            client.listen(filled);
            CardPayments payments = new CardPayments(EmbeddedNode.TENANT, cards);
            filled.send(client, payments, cards);
            System.out.println(
                    new SnapshotRequest(data.resolve("snapshots"))
                            .ask(SNAPSHOT_TIMEOUT)
                            .orElse("no snapshot in time"));
            filled.send(client, payments, cards + tail);
        }
        System.out.println(FILLED);
        while (true) {
            LockSupport.park();
        }
    }

    private void send(TrafficClient client, CardPayments payments, long goal) {
        while (decided < goal) {
            if (sent < goal && sent - decided < WINDOW) {
                int length = payments.encode(sent, System.currentTimeMillis() * 1_000_000);
                sent += client.offer(sent, payments.buffer(), length) ? 1 : 0;
            }
            client.poll();
        }
    }

    @Override
    public void onDecision(
            long correlationId, DecisionReplyDecoder envelope, DecisionBodyDecoder body) {
        decided++;
    }

    @Override
    public void onRejected(long correlationId, EventRejectedDecoder rejected) {
        throw new IllegalStateException("refused with " + rejected.code());
    }
}
