package dev.peregrine.ingest;

import dev.peregrine.protocol.codec.DecisionReplyEncoder;
import dev.peregrine.protocol.codec.Durability;
import dev.peregrine.protocol.codec.EventAckEncoder;
import dev.peregrine.protocol.codec.EventStatus;
import dev.peregrine.protocol.codec.MessageHeaderEncoder;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.protocol.codec.StateHashReplyEncoder;
import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.scoring.pipeline.Egress;
import dev.peregrine.scoring.pipeline.EventSlot;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Encodes answers and sends them to their sessions. The thread of the publish stage; allocates
 * nothing, and waits for a session's room no longer than its {@link EgressPatience}. An answer that
 * finds no session, or no room, is dropped and counted; its client recovers by retry.
 */
final class DecisionPublisher implements Egress {
    private static final byte REPLAYED = 1;
    private static final byte FRESH = 0;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final DecisionReplyEncoder reply = new DecisionReplyEncoder();
    private final EventAckEncoder ack = new EventAckEncoder();
    private final StateHashReplyEncoder hash = new StateHashReplyEncoder();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
    private final RejectionPublisher rejections = new RejectionPublisher();
    private final SessionRegistry sessions;
    private final Durability durability;
    private final IngestCounters counters;

    DecisionPublisher(SessionRegistry sessions, Durability durability, IngestCounters counters) {
        this.sessions = sessions;
        this.durability = durability;
        this.counters = counters;
    }

    @Override
    public void onResult(EventSlot slot) {
        Session session = session(slot);
        if (session == null) {
            return;
        }
        EventResult result = slot.result;
        switch (result.kind) {
            case DECISION -> {
                if (sendDecision(session, slot, FRESH, result.body, 0, result.bodyLength)) {
                    counters.onDecision();
                }
            }
            case ACK -> sendAck(session, slot);
            case REFUSED -> sendRefusal(session, slot, result.rejectCode);
            case STATE_HASH -> sendStateHash(session, slot);
            case DUPLICATE_DECISION -> sendRefusal(session, slot, RejectCode.DECISION_UNAVAILABLE);
        }
    }

    @Override
    public void onReplayedDecision(EventSlot slot, DirectBuffer body, int offset, int length) {
        Session session = session(slot);
        if (session != null && sendDecision(session, slot, REPLAYED, body, offset, length)) {
            counters.onReplayedDecision();
        }
    }

    @Override
    public void onDecisionUnavailable(EventSlot slot) {
        Session session = session(slot);
        if (session != null) {
            sendRefusal(session, slot, RejectCode.DECISION_UNAVAILABLE);
        }
    }

    private Session session(EventSlot slot) {
        if (slot.sessionId == 0) {
            return null;
        }
        Session session = sessions.get(slot.sessionId);
        if (session == null) {
            counters.onEgressDropped();
        }
        return session;
    }

    private boolean sendDecision(
            Session session,
            EventSlot slot,
            byte replayed,
            DirectBuffer body,
            int offset,
            int length) {
        reply.wrapAndApplyHeader(buffer, 0, header)
                .sessionId(session.id())
                .correlationId(slot.correlationId)
                .replayed(replayed)
                .durability(durability)
                .queueNs(between(slot.receivedNanos, slot.scoreStartNanos))
                .engineNs(between(slot.scoreStartNanos, slot.scoreEndNanos))
                .durableWaitNs(between(slot.scoreEndNanos, slot.durableNanos));
        int head = reply.limit();
        buffer.putInt(head, length, ByteOrder.LITTLE_ENDIAN);
        head += DecisionReplyEncoder.bodyHeaderLength();
        return counted(session.offer(buffer, head, body, offset, length));
    }

    private static long between(long fromNanos, long toNanos) {
        return fromNanos == 0 || toNanos == 0 ? 0 : Math.max(0, toNanos - fromNanos);
    }

    private void sendAck(Session session, EventSlot slot) {
        EventResult result = slot.result;
        boolean duplicate = result.status == EventStatus.DUPLICATE;
        ack.wrapAndApplyHeader(buffer, 0, header)
                .sessionId(session.id())
                .correlationId(slot.correlationId)
                .epoch(duplicate ? result.originalEpoch : slot.epoch)
                .sequence(duplicate ? result.originalSequence : slot.sequence)
                .status(result.status)
                .durability(durability);
        if (counted(session.offer(buffer, length(ack.encodedLength())))) {
            counters.onAck();
        }
    }

    private void sendStateHash(Session session, EventSlot slot) {
        long[] sections = slot.result.hash;
        hash.wrapAndApplyHeader(buffer, 0, header)
                .sessionId(session.id())
                .correlationId(slot.correlationId)
                .sequence(slot.sequence);
        hash.windows().high(sections[0]).low(sections[1]);
        hash.learner().high(sections[2]).low(sections[3]);
        hash.ids().high(sections[4]).low(sections[5]);
        if (counted(session.offer(buffer, length(hash.encodedLength())))) {
            counters.onStateHash();
        }
    }

    private void sendRefusal(Session session, EventSlot slot, RejectCode code) {
        counters.onRefusedByEngine(code);
        counted(rejections.reject(session, slot.correlationId, code));
    }

    private boolean counted(boolean sent) {
        if (!sent) {
            counters.onEgressDropped();
        }
        return sent;
    }

    private static int length(int encoded) {
        return MessageHeaderEncoder.ENCODED_LENGTH + encoded;
    }
}
