package dev.peregrine.replay.backtest;

import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.DecisionBodyEncoder;
import dev.peregrine.protocol.codec.EpochStartDecoder;
import dev.peregrine.protocol.codec.LabelDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.MessageHeaderEncoder;
import dev.peregrine.protocol.codec.PolicyActivationDecoder;
import dev.peregrine.protocol.codec.ReasonMethod;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.protocol.codec.RiskLevel;
import dev.peregrine.protocol.codec.StateHashRequestDecoder;
import dev.peregrine.protocol.codec.TransactionDecoder;
import dev.peregrine.scoring.engine.EngineHaltException;
import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.scoring.engine.Quarantine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Notes what it is fed, in words. Scores are the amount in minor units; from 500 on it declines,
 * for two reasons. A second event of an id is a conflict; an event before 1970-01-01T00:00:10 is
 * late; at an amount of 666.00 it throws, once and for all.
 */
final class StubEngine implements Engine {
    final List<String> events = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private long lastSequence;
    private long lastIngressNs = Long.MIN_VALUE;
    private boolean halted;

    @Override
    public void onEvent(
            long epoch,
            long sequence,
            long ingressTimeNs,
            DirectBuffer buffer,
            int offset,
            int length,
            EventResult result) {
        if (sequence != ++lastSequence || ingressTimeNs < lastIngressNs) {
            throw new IllegalStateException("out of order: " + sequence + " at " + ingressTimeNs);
        }
        if (halted) {
            throw new IllegalStateException("called after it had thrown");
        }
        lastIngressNs = ingressTimeNs;
        header.wrap(buffer, offset);
        result.kind = EventResult.Kind.ACK;
        switch (header.templateId()) {
            case EpochStartDecoder.TEMPLATE_ID -> note("epoch", ingressTimeNs);
            case PolicyActivationDecoder.TEMPLATE_ID -> note("policy", ingressTimeNs);
            case StateHashRequestDecoder.TEMPLATE_ID -> {
                result.kind = EventResult.Kind.STATE_HASH;
                result.hash[1] = 0xABC;
            }
            case LabelDecoder.TEMPLATE_ID -> onLabel(buffer, offset, ingressTimeNs);
            case TransactionDecoder.TEMPLATE_ID ->
                    onTransaction(sequence, ingressTimeNs, buffer, offset, result);
            default -> throw new IllegalStateException("template " + header.templateId());
        }
    }

    private void onLabel(DirectBuffer buffer, int offset, long ingressTimeNs) {
        LabelDecoder label = new LabelDecoder();
        label.wrapAndApplyHeader(buffer, offset, header);
        long labelTimeNs = label.labelTimeNs();
        label.eventId();
        label.source();
        UnsafeBuffer original = new UnsafeBuffer();
        label.wrapOriginal(original);
        TransactionDecoder transaction = new TransactionDecoder();
        transaction.wrapAndApplyHeader(original, 0, header);
        long eventTimeNs = transaction.eventTimeNs();
        transaction.attributes();
        note(
                label.kind()
                        + " "
                        + transaction.eventId()
                        + " +"
                        + (labelTimeNs - eventTimeNs) / 1_000_000_000L,
                ingressTimeNs);
    }

    private void onTransaction(
            long sequence,
            long ingressTimeNs,
            DirectBuffer buffer,
            int offset,
            EventResult result) {
        TransactionDecoder transaction = new TransactionDecoder();
        transaction.wrapAndApplyHeader(buffer, offset, header);
        long timeNs = transaction.eventTimeNs();
        int score = (int) Math.min(999, transaction.amountMinor());
        if (transaction.amountMinor() == 666_00) {
            halted = true;
            throw new EngineHaltException(
                    new Quarantine.Entry(sequence, 0, 0), new ArithmeticException("sum\noverflow"));
        }
        transaction.attributes();
        String id = transaction.eventId();
        transaction.skipCard();
        note(id + " of " + transaction.account(), ingressTimeNs);
        if (timeNs < 10_000_000_000L || !ids.add(id)) {
            result.kind = EventResult.Kind.REFUSED;
            result.rejectCode =
                    timeNs < 10_000_000_000L ? RejectCode.TOO_LATE : RejectCode.CONFLICT;
            return;
        }
        result.kind = EventResult.Kind.DECISION;
        result.ensureFeatures(3, 3);
        result.features[0] = score;
        result.features[1] = score / 3.0;
        result.features[2] = score % 2 == 0 ? Double.NaN : 1;
        boolean decline = score >= 500;
        DecisionBodyEncoder body =
                new DecisionBodyEncoder()
                        .wrapAndApplyHeader(result.body, 0, new MessageHeaderEncoder())
                        .action(decline ? Action.DECLINE : Action.APPROVE)
                        .riskLevel(RiskLevel.LOW)
                        .score(score)
                        .sequence(sequence)
                        .eventTimeNs(timeNs);
        DecisionBodyEncoder.ReasonsEncoder reasons = body.reasonsCount(decline ? 2 : 0);
        for (int i = 0; decline && i < 2; i++) {
            reasons.next().contribution(i).method(ReasonMethod.RULE);
            reasons.code("R" + i).source("rule").text("because");
        }
        body.eventId(id);
        result.bodyLength = MessageHeaderEncoder.ENCODED_LENGTH + body.encodedLength();
    }

    private void note(String what, long ingressTimeNs) {
        events.add(what + " @" + ingressTimeNs / 1_000_000_000L);
    }
}
