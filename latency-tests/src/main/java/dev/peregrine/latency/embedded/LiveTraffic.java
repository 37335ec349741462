package dev.peregrine.latency.embedded;

import dev.peregrine.client.ClientListener;
import dev.peregrine.latency.rig.LoadTarget;
import dev.peregrine.latency.simulator.EventWriter;
import dev.peregrine.latency.simulator.SimulatedEvent;
import dev.peregrine.latency.simulator.TrafficSimulator;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.DecisionReplyDecoder;
import dev.peregrine.protocol.codec.EventAckDecoder;
import dev.peregrine.protocol.codec.EventRejectedDecoder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A simulator's live phase as a load run's requests: a transaction in each slot, and between them
 * the outcomes, labels and reversals that have become due, whose answers are not measured.
 */
public final class LiveTraffic implements LoadTarget, ClientListener {
    private static final long FOLLOW_UP = -1;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
    private final TrafficClient client;
    private final TrafficSimulator simulator;
    private final EventWriter writer;
    private final DecisionObserver observer;
    private AnswerListener listener;
    private SimulatedEvent next;
    private boolean paymentsOnly;
    private long followUps;
    private long followUpsRefused;
    private long requestBytes;
    private long answerBytes;
    private long requests;
    private long answers;

    /** Hears of transactions and decisions, on the sending thread. */
    public interface DecisionObserver {
        /** A transaction was sent. */
        void onTransaction(long number, SimulatedEvent event);

        /** It was decided. */
        void onDecision(long number, DecisionBodyDecoder body);

        /** It was refused. */
        void onRefused(long number, EventRejectedDecoder rejected);
    }

    /** Hears and says nothing. */
    public static final DecisionObserver NOBODY =
            new DecisionObserver() {
                @Override
                public void onTransaction(long number, SimulatedEvent event) {}

                @Override
                public void onDecision(long number, DecisionBodyDecoder body) {}

                @Override
                public void onRefused(long number, EventRejectedDecoder rejected) {}
            };

    /** The simulator's history must be at its end. */
    public LiveTraffic(
            TrafficClient client,
            TrafficSimulator simulator,
            EventWriter writer,
            DecisionObserver observer) {
        this.client = client;
        this.simulator = simulator;
        this.writer = writer;
        this.observer = observer;
    }

    /** Sends no outcomes, labels and reversals. */
    public LiveTraffic paymentsOnly(boolean only) {
        paymentsOnly = only;
        return this;
    }

    @Override
    public void onStart(long startEpochNs, double ratePerSecond) {
        simulator.goLive(startEpochNs, ratePerSecond);
        client.listen(this);
    }

    @Override
    public void onAnswer(AnswerListener newListener) {
        listener = newListener;
    }

    @Override
    public boolean offer(long number, long eventTimeNs) {
        while (true) {
            if (next == null) {
                next = simulator.nextLive();
            }
            boolean transaction = next.kind == SimulatedEvent.Kind.TRANSACTION;
            if (paymentsOnly && !transaction) {
                next = null;
                continue;
            }
            int length = writer.write(next, buffer, 0);
            if (!client.offer(transaction ? number : FOLLOW_UP, buffer, length)) {
                return false;
            }
            if (transaction) {
                requestBytes += length;
                requests++;
                observer.onTransaction(number, next);
                next = null;
                return true;
            }
            followUps++;
            next = null;
        }
    }

    @Override
    public int poll() {
        return client.poll();
    }

    /** Outcomes, labels and reversals sent. */
    public long followUps() {
        return followUps;
    }

    /** Outcomes, labels and reversals that the node refused. */
    public long followUpsRefused() {
        return followUpsRefused;
    }

    /** Mean length of a transaction's message, bytes. */
    public int meanRequestLength() {
        return (int) (requestBytes / Math.max(1, requests));
    }

    /** Mean length of a decision's body, bytes. */
    public int meanAnswerLength() {
        return (int) (answerBytes / Math.max(1, answers));
    }

    @Override
    public void onDecision(
            long correlationId, DecisionReplyDecoder envelope, DecisionBodyDecoder body) {
        listener.onAnswer(
                correlationId,
                true,
                envelope.queueNs() + envelope.engineNs() + envelope.durableWaitNs());
        answerBytes += body.sbeDecodedLength();
        answers++;
        observer.onDecision(correlationId, body);
    }

    @Override
    public void onAck(long correlationId, EventAckDecoder ack) {}

    @Override
    public void onRejected(long correlationId, EventRejectedDecoder rejected) {
        if (correlationId == FOLLOW_UP) {
            followUpsRefused++;
        } else {
            listener.onAnswer(correlationId, false);
            observer.onRefused(correlationId, rejected);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
