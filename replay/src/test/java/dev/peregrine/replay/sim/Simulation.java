package dev.peregrine.replay.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.protocol.codec.EventStatus;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.scoring.pipeline.Egress;
import dev.peregrine.scoring.pipeline.EventSlot;
import dev.peregrine.scoring.pipeline.SteppedPipeline.Stage;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A node, a client and the network between them on one thread. The order of everything that could
 * happen at the same time, and everything that goes wrong, comes from a seed: messages lost,
 * doubled and late, disks that are slow, a process that dies at any step, also while it starts or
 * takes a snapshot, and snapshots that are damaged.
 *
 * <p>In the end nothing goes wrong any more, and then each event has had its effect once, had one
 * answer, and the node's state is that of an unbroken run over its journal.
 */
final class Simulation implements Egress {
    private static final long START_NS = 1_750_000_000_000_000_000L;
    private static final long SESSION = 1;
    private static final int MAX_STEPS = 50_000;
    private static final int COUNT_FEATURE = 0;
    private static final int RISK_FEATURE = 2;

    private final Chance chance;
    private final SimulatedClient client;
    private final SimulatedNode node;
    private final SimulatedNetwork<Integer> toNode;
    private final SimulatedNetwork<Answer> toClient;
    private final Map<Long, double[]> features = new HashMap<>();
    private long nowNs = START_NS;
    private int steps;

    private record Answer(
            int request,
            EventResult.Kind kind,
            DirectBuffer body,
            EventStatus status,
            RejectCode rejectCode) {}

    Simulation(long seed, Path directory) {
        chance = new Chance(seed);
        client = new SimulatedClient(chance, 10 + chance.below(30), nowNs);
        node = new SimulatedNode(chance, () -> nowNs, this, directory);
        toNode = new SimulatedNetwork<>(chance);
        toClient = new SimulatedNetwork<>(chance);
    }

    /** Runs it to its end. */
    void run() {
        try (node) {
            int stormy = 200 + chance.below(3_000);
            while (steps < stormy) {
                step();
            }
            chance.heal();
            stepUntilQuiet();
            nowNs += TimeUnit.MINUTES.toNanos(20);
            List<Integer> probes = client.probe(nowNs);
            stepUntilQuiet();

            client.check();
            for (int card = 0; card < SimulatedClient.CARDS; card++) {
                checkEffects(card, features.get((long) probes.get(card)));
            }
            assertThat(node.hash()).isEqualTo(node.hashOfUnbrokenRun());
        }
    }

    /** How often the node died. */
    int crashes() {
        return node.crashes();
    }

    /** How often it began with a snapshot. */
    int startsFromSnapshot() {
        return node.startsFromSnapshot();
    }

    private void checkEffects(int card, double[] probe) {
        long payments = client.decided(card);
        assertThat(probe[COUNT_FEATURE])
                .as("payments of card %d", card)
                .isEqualTo((double) payments);
        assertThat(probe[RISK_FEATURE])
                .as("share of frauds of merchant %d", card)
                .isEqualTo((double) client.labelled(card) / payments);
    }

    private void stepUntilQuiet() {
        while (!(client.allAnswered()
                && toNode.isEmpty()
                && toClient.isEmpty()
                && node.isUp()
                && node.isDrained())) {
            step();
            assertThat(steps).as("steps until all is answered").isLessThan(MAX_STEPS);
        }
    }

    private void step() {
        steps++;
        nowNs += chance.below(500_000);
        if (!node.isUp()) {
            if (chance.below(5) == 0) {
                node.start();
            }
            return;
        }
        switch (chance.below(8)) {
            case 0 -> sendOne();
            case 1 -> toNode.receive(nowNs).forEach(this::deliver);
            case 2 -> node.step(Stage.JOURNAL);
            case 3 -> node.step(Stage.SCORE);
            case 4 -> node.step(Stage.PUBLISH);
            case 5 -> node.advanceDisk();
            case 6 -> toClient.receive(nowNs).forEach(this::hear);
            default -> mishap();
        }
    }

    private void mishap() {
        if (chance.mishap(20)) {
            node.crash();
        } else if (chance.mishap(20)) {
            node.takeSnapshot();
        }
    }

    private void sendOne() {
        int request = client.next(nowNs);
        if (request >= 0) {
            toNode.send(nowNs, request);
        }
    }

    private void deliver(int request) {
        if (node.isUp()) {
            node.offer(SESSION, request, client.message(request));
        }
    }

    private void hear(Answer answer) {
        switch (answer.kind) {
            case DECISION -> client.onDecision(answer.request, answer.body, nowNs);
            case ACK -> client.onAcknowledged(answer.request, answer.status);
            case REFUSED -> client.onRefused(answer.request, answer.rejectCode);
            default -> throw new AssertionError("unexpected answer " + answer);
        }
    }

    @Override
    public void onResult(EventSlot slot) {
        if (slot.sessionId != SESSION) {
            return;
        }
        EventResult result = slot.result;
        DirectBuffer body = new UnsafeBuffer(0, 0);
        if (result.kind == EventResult.Kind.DECISION) {
            body = copy(result.body, 0, result.bodyLength);
            features.put(slot.correlationId, result.features.clone());
        }
        answer(slot, result.kind, body);
    }

    @Override
    public void onReplayedDecision(EventSlot slot, DirectBuffer buffer, int offset, int length) {
        answer(slot, EventResult.Kind.DECISION, copy(buffer, offset, length));
    }

    @Override
    public void onDecisionUnavailable(EventSlot slot) {
        throw new AssertionError("the decision of a retry is no longer kept");
    }

    private static DirectBuffer copy(DirectBuffer from, int offset, int length) {
        byte[] bytes = new byte[length];
        from.getBytes(offset, bytes);
        return new UnsafeBuffer(bytes);
    }

    private void answer(EventSlot slot, EventResult.Kind kind, DirectBuffer body) {
        toClient.send(
                nowNs,
                new Answer(
                        (int) slot.correlationId,
                        kind,
                        body,
                        slot.result.status,
                        slot.result.rejectCode));
    }
}
