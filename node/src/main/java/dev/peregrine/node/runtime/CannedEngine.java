package dev.peregrine.node.runtime;

import dev.peregrine.gateway.EngineClient;
import dev.peregrine.gateway.SessionState;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.DecisionBodyEncoder;
import dev.peregrine.protocol.codec.DecisionReplyDecoder;
import dev.peregrine.protocol.codec.DecisionReplyEncoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.MessageHeaderEncoder;
import dev.peregrine.protocol.codec.ReasonMethod;
import dev.peregrine.protocol.codec.RiskLevel;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** No engine: gives every event the same decision at once, so that a gateway can warm up. */
final class CannedEngine implements EngineClient {
    private static final String EVENT_ID = "warm-up";

    private final MutableDirectBuffer reply = buffer();
    private final MutableDirectBuffer body = buffer();

    CannedEngine() {
        DecisionBodyEncoder decision =
                new DecisionBodyEncoder()
                        .wrapAndApplyHeader(body, 0, new MessageHeaderEncoder())
                        .action(Action.REVIEW)
                        .riskLevel(RiskLevel.MEDIUM)
                        .score(500)
                        .epoch(1)
                        .sequence(1)
                        .eventTimeNs(1);
        decision.reasonsCount(1)
                .next()
                .contribution(500)
                .method(ReasonMethod.RULE)
                .code("WARM_UP")
                .source(EVENT_ID)
                .text(EVENT_ID);
        decision.eventId(EVENT_ID);
        new DecisionReplyEncoder()
                .wrapAndApplyHeader(reply, 0, new MessageHeaderEncoder())
                .putBody(body, 0, MessageHeaderEncoder.ENCODED_LENGTH + decision.encodedLength());
    }

    @Override
    public boolean submit(
            DirectBuffer event, int offset, int length, long timeoutNs, Answer answer) {
        MessageHeaderDecoder header = new MessageHeaderDecoder();
        answer.onDecision(
                new DecisionReplyDecoder().wrapAndApplyHeader(reply, 0, header),
                new DecisionBodyDecoder().wrapAndApplyHeader(body, 0, header));
        return true;
    }

    @Override
    public SessionState session() {
        return SessionState.open(Map.of(EVENT_ID, 1));
    }

    @Override
    public void close() {}

    private static MutableDirectBuffer buffer() {
        return new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
    }
}
