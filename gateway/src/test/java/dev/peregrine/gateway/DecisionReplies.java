package dev.peregrine.gateway;

import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.DecisionBodyEncoder;
import dev.peregrine.protocol.codec.DecisionReplyDecoder;
import dev.peregrine.protocol.codec.DecisionReplyEncoder;
import dev.peregrine.protocol.codec.Durability;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.MessageHeaderEncoder;
import dev.peregrine.protocol.codec.ReasonMethod;
import dev.peregrine.protocol.codec.RiskLevel;
import org.agrona.ExpandableArrayBuffer;

/** Decisions for tests, encoded as an engine would send them. */
public final class DecisionReplies {
    private DecisionReplies() {}

    /** A challenge with two reasons. */
    public static DecisionReplyDecoder challenge(String eventId) {
        ExpandableArrayBuffer body = new ExpandableArrayBuffer();
        DecisionBodyEncoder encoder = new DecisionBodyEncoder();
        encoder.wrapAndApplyHeader(body, 0, new MessageHeaderEncoder())
                .tenantId(1)
                .action(Action.CHALLENGE)
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
        int bodyLength = MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
        byte[] bytes = new byte[bodyLength];
        body.getBytes(0, bytes);
        ExpandableArrayBuffer reply = new ExpandableArrayBuffer();
        new DecisionReplyEncoder()
                .wrapAndApplyHeader(reply, 0, new MessageHeaderEncoder())
                .sessionId(1)
                .correlationId(2)
                .replayed((short) 0)
                .durability(Durability.RECORDED)
                .queueNs(1_849)
                .engineNs(12_000)
                .durableWaitNs(350_050)
                .putBody(bytes, 0, bodyLength);
        return new DecisionReplyDecoder().wrapAndApplyHeader(reply, 0, new MessageHeaderDecoder());
    }
}
