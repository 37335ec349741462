package dev.peregrine.ingest;

import dev.peregrine.client.ClientListener;
import dev.peregrine.client.PeregrineClient;
import dev.peregrine.client.SessionEnd;
import dev.peregrine.protocol.codec.AttributeDictionaryDecoder;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.DecisionReplyDecoder;
import dev.peregrine.protocol.codec.EventAckDecoder;
import dev.peregrine.protocol.codec.EventRejectedDecoder;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.protocol.codec.StateHashReplyDecoder;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a client hears. */
final class Answers implements ClientListener {
    record Decision(long correlationId, int score, String eventId, long queueNs, long engineNs) {}

    record Rejection(
            long correlationId, RejectCode code, String field, String value, String detail) {}

    final List<Decision> decisions = new ArrayList<>();
    final List<Rejection> rejections = new ArrayList<>();
    final List<Long> acks = new ArrayList<>();
    final List<Long> hashes = new ArrayList<>();
    final List<String> attributes = new ArrayList<>();
    final List<SessionEnd> ends = new ArrayList<>();

    @Override
    public void onDecision(
            long correlationId, DecisionReplyDecoder envelope, DecisionBodyDecoder body) {
        int score = body.score();
        body.reasons();
        decisions.add(
                new Decision(
                        correlationId,
                        score,
                        body.eventId(),
                        envelope.queueNs(),
                        envelope.engineNs()));
    }

    @Override
    public void onAck(long correlationId, EventAckDecoder ack) {
        acks.add(correlationId);
    }

    @Override
    public void onRejected(long correlationId, EventRejectedDecoder rejected) {
        rejections.add(
                new Rejection(
                        correlationId,
                        rejected.code(),
                        rejected.field(),
                        rejected.value(),
                        rejected.detail()));
    }

    @Override
    public void onStateHash(long correlationId, StateHashReplyDecoder hash) {
        hashes.add(hash.ids().low());
    }

    @Override
    public void onAttributes(long correlationId, AttributeDictionaryDecoder dictionary) {
        for (AttributeDictionaryDecoder.AttributesDecoder attribute : dictionary.attributes()) {
            attributes.add(
                    attribute.attributeId()
                            + " "
                            + attribute.attributeType()
                            + " "
                            + attribute.name());
        }
    }

    @Override
    public void onSessionClosed(SessionEnd end) {
        ends.add(end);
    }

    /** Polls until as many answers of all kinds have come. */
    void await(PeregrineClient client, int count) {
        Await.until(
                count + " answers",
                () -> {
                    client.poll();
                    return decisions.size() + rejections.size() + acks.size() + hashes.size()
                            >= count;
                });
    }
}
