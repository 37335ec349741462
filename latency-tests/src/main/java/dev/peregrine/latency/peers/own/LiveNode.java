package dev.peregrine.latency.peers.own;

import dev.peregrine.client.ClientListener;
import dev.peregrine.latency.embedded.EmbeddedNode;
import dev.peregrine.latency.embedded.TrafficClient;
import dev.peregrine.latency.peers.Contender;
import dev.peregrine.latency.peers.HandbookFeatures;
import dev.peregrine.latency.peers.PaymentRows;
import dev.peregrine.latency.peers.ResultSink;
import dev.peregrine.latency.peers.Schedule;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.DecisionReplyDecoder;
import dev.peregrine.protocol.codec.EventAckDecoder;
import dev.peregrine.protocol.codec.EventRejectedDecoder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A whole node with its journal, and a client beside it that sends over Aeron ipc. A row is done
 * when its decision has come back, which the node sends when the archive has written the request.
 * The features are read from the recorded decisions when all is over.
 *
 * <p>The node stamps events with the machine's clock, so the rows are moved by whole weeks to end
 * before now, and the policy lets them be that late: each key's events still come in order.
 */
public final class LiveNode implements Contender, ClientListener {
    private static final int RING_SIZE = 1024;

    /** Less than the ring, whose slots become free some events after their answers have left. */
    private static final int WINDOW = 900;

    private static final int POLL_EVERY = 8;
    private static final int WEEK = 7 * HandbookFeatures.DAY;
    private static final int SPARE = 1_000;
    private static final int SPARE_EVENTS = 10_000;

    private final boolean followers;
    private String durability = "recorded";
    private ResultSink sink;
    private long answered;
    private String refusal;

    /**
     * Takes {@code followers}: whether what reads the logs behind the engine runs too, evidence
     * store and side lane, as they do by default.
     */
    public LiveNode(Map<String, String> settings) {
        followers = Boolean.parseBoolean(settings.getOrDefault("followers", "true"));
    }

    @Override
    public Map<String, String> configuration() {
        Map<String, String> configuration = new LinkedHashMap<>();
        configuration.put(
                "transport",
                "Aeron ipc both ways, client in the node's process; spins for latencies, backs off"
                        + " for throughput");
        configuration.put(
                "threads", "preset shared; the driver's and the archive's, and the client's");
        configuration.put("policy", "fraud-handbook: 15 features, rules, score, decision recorded");
        configuration.put("durability", durability + ": survives a kill of the process");
        configuration.put("evidence store, side lane", followers ? "on, as by default" : "off");
        configuration.put("labels", "an event for each fraud, 7 days after it");
        configuration.put("messages", "encoded beforehand; at most " + WINDOW + " on their way");
        configuration.put("pipeline.ring-size", Integer.toString(RING_SIZE));
        return configuration;
    }

    @Override
    public void run(PaymentRows rows, Schedule schedule, ResultSink newSink, Path work)
            throws Exception {
        int last = rows.second(rows.size() - 1);
        int now = (int) (System.currentTimeMillis() / 1_000);
        int shift = Math.floorDiv(now - last, WEEK) * WEEK;
        HandbookEvents events = new HandbookEvents(rows, shift);
        int lateDays = (now - rows.second(0) - shift) / HandbookFeatures.DAY + 2;
        int keys = Math.max(rows.customers(), rows.terminals()) + SPARE;
        Path policy = HandbookPolicy.write(work.resolve("policy"), lateDays, keys);
        Path data = work.resolve("data");
        sink = newSink;
        answered = 0;
        try (EmbeddedNode node =
                EmbeddedNode.start(
                        policy, data, -1, events.size() + SPARE_EVENTS, RING_SIZE, followers)) {
            durability = node.durability();
            try (TrafficClient client = node.connect()) {
                client.listen(this);
                schedule.begin();
                send(client, events, schedule);
                sink.ended();
            }
            if (node.failure() != null) {
                throw new IllegalStateException(node.failure());
            }
        }
        RecordedDecisions.read(data, sink);
    }

    private void send(TrafficClient client, HandbookEvents events, Schedule schedule) {
        UnsafeBuffer message = new UnsafeBuffer(0, 0);
        IdleStrategy idle =
                schedule.isPaced()
                        ? new BusySpinIdleStrategy()
                        : new BackoffIdleStrategy(100, 20, 1_000, 50_000);
        for (int i = 0; i < events.size(); i++) {
            int row = events.row(i);
            while (row != HandbookEvents.LABEL && !schedule.isDue(row)) {
                client.poll();
            }
            message.wrap(events.buffer(i), events.offset(i), events.length(i));
            while (i - answered >= WINDOW || !client.offer(row, message, message.capacity())) {
                idle.idle(client.poll());
                check();
            }
            if (i % POLL_EVERY == 0) {
                client.poll();
            }
        }
        while (answered < events.size()) {
            idle.idle(client.poll());
            check();
        }
    }

    private void check() {
        if (refusal != null) {
            throw new IllegalStateException("the node refused " + refusal);
        }
    }

    @Override
    public void onDecision(
            long correlationId, DecisionReplyDecoder envelope, DecisionBodyDecoder body) {
        answered++;
        sink.delivered((int) correlationId);
    }

    @Override
    public void onAck(long correlationId, EventAckDecoder ack) {
        answered++;
    }

    @Override
    public void onRejected(long correlationId, EventRejectedDecoder rejected) {
        answered++;
        if (refusal == null) {
            refusal = "row " + correlationId + ": " + rejected.code() + " " + rejected.field();
        }
    }
}
