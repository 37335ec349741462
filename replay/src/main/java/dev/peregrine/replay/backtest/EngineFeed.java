package dev.peregrine.replay.backtest;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.codec.ActivationKind;
import dev.peregrine.protocol.codec.EpochStartEncoder;
import dev.peregrine.protocol.codec.MessageHeaderEncoder;
import dev.peregrine.protocol.codec.PolicyActivationEncoder;
import dev.peregrine.protocol.codec.StateHashRequestEncoder;
import dev.peregrine.replay.backtest.report.StateDigest;
import dev.peregrine.scoring.engine.EventResult;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * Puts the events of a backtest in order and hands them to the engine: the run's start, the policy,
 * then transactions as the file has them, each fraud's label at its own time and before
 * transactions of equal time. Ingress time is the greatest event time so far. One thread.
 */
final class EngineFeed {
    private static final long EPOCH = 1;
    private static final String NAME = "backtest";

    private final Engine engine;
    private final int tenantId;
    private final int semanticsVersion;
    private final LabelQueue labels;
    private final EventResult result = new EventResult();
    private final EventResult labelResult = new EventResult();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(512);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    private long sequence;
    private long ingressTimeNs;
    private long labelsDelivered;
    private long labelsRefused;

    EngineFeed(Engine engine, int tenantId, int semanticsVersion, long labelDelayNs) {
        this.engine = engine;
        this.tenantId = tenantId;
        this.semanticsVersion = semanticsVersion;
        this.labels = new LabelQueue(tenantId, labelDelayNs);
    }

    /**
     * Begins the run and activates the policy.
     *
     * @param timeNs time of the first transaction
     */
    EventResult start(PolicyBundle bundle, long timeNs) {
        ingressTimeNs = timeNs;
        EpochStartEncoder epochStart =
                new EpochStartEncoder()
                        .wrapAndApplyHeader(buffer, 0, header)
                        .epoch(EPOCH)
                        .semanticsVersion(semanticsVersion)
                        .nodeVersion(NAME);
        handle(buffer, 0, epochStart.encodedLength() + MessageHeaderEncoder.ENCODED_LENGTH, result);
        PolicyActivationEncoder activation =
                new PolicyActivationEncoder()
                        .wrapAndApplyHeader(buffer, 0, header)
                        .tenantId(tenantId)
                        .kind(ActivationKind.ACTIVATE)
                        .policyVersion(bundle.version());
        activation
                .bundleHash()
                .word0(bundle.hash().word(0))
                .word1(bundle.hash().word(1))
                .word2(bundle.hash().word(2))
                .word3(bundle.hash().word(3));
        activation.eventId("policy:" + bundle.version()).actor(NAME);
        handle(buffer, 0, activation.encodedLength() + MessageHeaderEncoder.ENCODED_LENGTH, result);
        return result;
    }

    /**
     * Handles a transaction, after the labels that are known by then.
     *
     * @return what came of the transaction; valid until the next call
     */
    EventResult transaction(long eventTimeNs, DirectBuffer message, int offset, int length) {
        long timeNs = Math.max(ingressTimeNs, eventTimeNs);
        while (labels.isDue(timeNs)) {
            ingressTimeNs = Math.max(ingressTimeNs, labels.firstTimeNs());
            DirectBuffer label = labels.poll();
            handle(label, 0, label.capacity(), labelResult);
            if (labelResult.kind == EventResult.Kind.REFUSED) {
                labelsRefused++;
            } else {
                labelsDelivered++;
            }
        }
        ingressTimeNs = timeNs;
        handle(message, offset, length, result);
        return result;
    }

    /** Sees to it that the transaction handled last becomes known as fraud when it is time. */
    void fraud(long eventTimeNs, DirectBuffer message, int offset, int length) {
        labels.add(eventTimeNs, sequence, message, offset, length);
    }

    /** The state's hash as it is now. */
    StateDigest stateHash() {
        StateHashRequestEncoder request =
                new StateHashRequestEncoder()
                        .wrapAndApplyHeader(buffer, 0, header)
                        .tenantId(0)
                        .eventId(NAME);
        handle(buffer, 0, request.encodedLength() + MessageHeaderEncoder.ENCODED_LENGTH, result);
        return StateDigest.of(result.hash);
    }

    /** Labels that the engine took. */
    long labelsDelivered() {
        return labelsDelivered;
    }

    /** Labels that the engine refused. */
    long labelsRefused() {
        return labelsRefused;
    }

    /** Frauds that are not known yet. */
    int labelsPending() {
        return labels.size();
    }

    private void handle(DirectBuffer message, int offset, int length, EventResult into) {
        engine.onEvent(EPOCH, ++sequence, ingressTimeNs, message, offset, length, into);
    }
}
