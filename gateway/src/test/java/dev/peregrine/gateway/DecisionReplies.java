package dev.peregrine.gateway;

import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.DecisionBodyEncoder;
import dev.peregrine.protocol.codec.DecisionReplyDecoder;
import dev.peregrine.protocol.codec.DecisionReplyEncoder;
import dev.peregrine.protocol.codec.Durability;
import dev.peregrine.protocol.codec.EventAckDecoder;
import dev.peregrine.protocol.codec.EventAckEncoder;
import dev.peregrine.protocol.codec.EventStatus;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.MessageHeaderEncoder;
import dev.peregrine.protocol.codec.ReasonMethod;
import dev.peregrine.protocol.codec.RiskLevel;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Decisions for tests, encoded as an engine would send them. */
public final class DecisionReplies {
    /** An answer as a client gives it. */
    public record Reply(DecisionReplyDecoder envelope, DecisionBodyDecoder body) {}

    private DecisionReplies() {}

    /** A challenge with two reasons. */
    public static Reply challenge(String eventId) {
        return decision(eventId, Action.CHALLENGE);
    }

    /** Any action with two reasons. */
    public static Reply decision(String eventId, Action action) {
        MutableDirectBuffer reply = encode(body(eventId, action), 1, 2);
        DecisionReplyDecoder envelope = new DecisionReplyDecoder();
        envelope.wrapAndApplyHeader(reply, 0, new MessageHeaderDecoder());
        DecisionBodyDecoder body = new DecisionBodyDecoder();
        body.wrapAndApplyHeader(
                reply,
                envelope.limit() + DecisionReplyDecoder.bodyHeaderLength(),
                new MessageHeaderDecoder());
        return new Reply(envelope, body);
    }

    /** An acknowledgement. */
    public static EventAckDecoder ack(long sequence) {
        return ack(sequence, EventStatus.APPLIED);
    }

    /** An acknowledgement with a status. */
    public static EventAckDecoder ack(long sequence, EventStatus status) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        new EventAckEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .epoch(3)
                .sequence(sequence)
                .status(status)
                .durability(Durability.SYNCED);
        return new EventAckDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder());
    }

    /** The same as a message. */
    static MutableDirectBuffer encode(String eventId, long sessionId, long correlationId) {
        return encode(body(eventId, Action.CHALLENGE), sessionId, correlationId);
    }

    private static MutableDirectBuffer encode(byte[] body, long sessionId, long correlationId) {
        UnsafeBuffer reply = new UnsafeBuffer(new byte[body.length + 256]);
        DecisionReplyEncoder encoder = new DecisionReplyEncoder();
        encoder.wrapAndApplyHeader(reply, 0, new MessageHeaderEncoder())
                .sessionId(sessionId)
                .correlationId(correlationId)
                .replayed((short) 0)
                .durability(Durability.RECORDED)
                .queueNs(1_849)
                .engineNs(12_000)
                .durableWaitNs(350_050)
                .putBody(body, 0, body.length);
        int length = MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
        return new UnsafeBuffer(reply, 0, length);
    }

    private static byte[] body(String eventId, Action action) {
        ExpandableArrayBuffer body = new ExpandableArrayBuffer();
        DecisionBodyEncoder encoder = new DecisionBodyEncoder();
        encoder.wrapAndApplyHeader(body, 0, new MessageHeaderEncoder())
                .tenantId(1)
                .action(action)
                .riskLevel(RiskLevel.MEDIUM)
                .score(640)
                .policyVersion(7);
        encoder.policyHash().word0(0x0011223344556677L).word1(-1).word2(0).word3(0xABCDEFL);
        encoder.epoch(3).sequence(4711).eventTimeNs(1_000_000_000L);
        encoder.reasonsCount(2)
                .next()
                .contribution(400)
                .method(ReasonMethod.RULE)
                .code("VELOCITY")
                .source("card-velocity-1h")
                .text("Many payments with \"this\" card in an hour: 5 × 3 €")
                .next()
                .contribution(-60)
                .method(ReasonMethod.PATH)
                .code("KNOWN_DEVICE")
                .source("device_age_days")
                .text("");
        encoder.eventId(eventId);
        byte[] bytes = new byte[MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength()];
        body.getBytes(0, bytes);
        return bytes;
    }
}
