package dev.peregrine.ingest;

import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.DecisionBodyEncoder;
import dev.peregrine.protocol.codec.EventStatus;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.MessageHeaderEncoder;
import dev.peregrine.protocol.codec.RiskLevel;
import dev.peregrine.protocol.codec.StateHashRequestDecoder;
import dev.peregrine.protocol.codec.TransactionDecoder;
import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.scoring.pipeline.Egress;
import dev.peregrine.scoring.pipeline.EventSink;
import dev.peregrine.scoring.pipeline.EventSlot;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Stands in for the pipeline: approves every transaction with its amount as the score, on the
 * ingress thread, remembering nothing.
 */
final class EchoEngine implements EventSink {
    private final EventSlot slot = new EventSlot();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final TransactionDecoder transaction = new TransactionDecoder();
    private final MessageHeaderEncoder bodyHeader = new MessageHeaderEncoder();
    private final DecisionBodyEncoder body = new DecisionBodyEncoder();
    private final UnsafeBuffer eventId = new UnsafeBuffer(new byte[64]);
    private final Egress egress;
    private volatile int full;
    private volatile boolean mute;
    private volatile long offered;

    EchoEngine(Egress egress) {
        this.egress = egress;
        slot.epoch = 3;
    }

    /** Has no room for the next so many events. */
    void refuseNext(int count) {
        full = count;
    }

    /** Takes events but answers none. */
    void mute(boolean value) {
        mute = value;
    }

    long offered() {
        return offered;
    }

    @Override
    public boolean offer(
            long sessionId, long correlationId, DirectBuffer message, int offset, int length) {
        int stillFull = full;
        if (stillFull > 0) {
            full = stillFull - 1;
            return false;
        }
        offered = slot.sequence + 1;
        slot.event.putBytes(0, message, offset, length);
        slot.eventLength = length;
        slot.sessionId = sessionId;
        slot.correlationId = correlationId;
        slot.sequence++;
        slot.receivedNanos = 1_000;
        slot.scoreStartNanos = 1_100;
        slot.scoreEndNanos = 1_130;
        slot.durableNanos = 1_135;
        header.wrap(slot.event, 0);
        switch (header.templateId()) {
            case TransactionDecoder.TEMPLATE_ID -> decide();
            case StateHashRequestDecoder.TEMPLATE_ID -> {
                slot.result.kind = EventResult.Kind.STATE_HASH;
                for (int i = 0; i < 6; i++) {
                    slot.result.hash[i] = slot.sequence * 10 + i;
                }
            }
            default -> {
                slot.result.kind = EventResult.Kind.ACK;
                slot.result.status = EventStatus.APPLIED;
            }
        }
        if (!mute) {
            egress.onResult(slot);
        }
        return true;
    }

    private void decide() {
        transaction.wrapAndApplyHeader(slot.event, 0, header);
        int tenantId = transaction.tenantId();
        long eventTimeNs = transaction.eventTimeNs();
        long amount = transaction.amountMinor();
        transaction.attributes();
        int idLength = transaction.getEventId(eventId, 0, 64);
        body.wrapAndApplyHeader(slot.result.body, 0, bodyHeader)
                .tenantId(tenantId)
                .action(Action.APPROVE)
                .riskLevel(RiskLevel.LOW)
                .score((int) (amount % 1000))
                .policyVersion(1)
                .epoch(slot.epoch)
                .sequence(slot.sequence)
                .eventTimeNs(eventTimeNs);
        body.policyHash().word0(1).word1(2).word2(3).word3(4);
        body.reasonsCount(0);
        body.putEventId(eventId, 0, idLength);
        slot.result.kind = EventResult.Kind.DECISION;
        slot.result.bodyLength = MessageHeaderEncoder.ENCODED_LENGTH + body.encodedLength();
    }
}
