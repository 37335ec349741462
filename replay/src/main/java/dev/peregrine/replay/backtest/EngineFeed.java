package dev.peregrine.replay.backtest;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.codec.ActivationKind;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.protocol.event.ControlEventEncoder;
import dev.peregrine.replay.backtest.report.StateDigest;
import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.util.HexFormat;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * Puts the events of a backtest in order and hands them to the engine: the run's start, the policy,
 * then transactions as the file has them, each fraud's label at its own time and before
 * transactions of equal time. Ingress time is the greatest event time so far, that of the
 * transaction in hand included, so that none is ever early. One thread.
 *
 * <p>Methods that call the engine throw {@link EngineFailedException} when it throws.
 */
final class EngineFeed {
    private static final long EPOCH = 1;
    private static final String NAME = "backtest";

    private final Engine engine;
    private final int tenantId;
    private final int semanticsVersion;
    private final LabelQueue labels = new LabelQueue();
    private final EventResult result = new EventResult();
    private final EventResult labelResult = new EventResult();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(512);
    private final ControlEventEncoder control = new ControlEventEncoder();

    private long sequence;
    private long ingressTimeNs;
    private long labelsDelivered;
    private long labelsRefused;

    EngineFeed(Engine engine, int tenantId, int semanticsVersion) {
        this.engine = engine;
        this.tenantId = tenantId;
        this.semanticsVersion = semanticsVersion;
    }

    /**
     * Begins the run, behind what the engine knows already, and activates the policy.
     *
     * @param timeNs time of the first transaction
     */
    EventResult start(PolicyBundle bundle, long timeNs) {
        sequence = engine.lastSequence();
        ingressTimeNs = Math.max(timeNs, engine.watermarkNs());
        String id =
                sequence == 0 ? "policy:" + bundle.version() : "backtest after event " + sequence;
        int length = control.epochStart(buffer, 0, EPOCH, semanticsVersion, NAME);
        handle(buffer, 0, length, result);
        length =
                control.policyActivation(
                        buffer,
                        0,
                        tenantId,
                        id,
                        ActivationKind.ACTIVATE,
                        bundle.version(),
                        HexFormat.of().parseHex(bundle.hash().hex()),
                        NAME);
        handle(buffer, 0, length, result);
        return result;
    }

    /**
     * Hands over the labels that are known by a time.
     *
     * @return false when one is lost because there is no room for it
     */
    boolean labelsUntil(long eventTimeNs) {
        long timeNs = Math.max(ingressTimeNs, eventTimeNs);
        while (labels.isDue(timeNs)) {
            ingressTimeNs = Math.max(ingressTimeNs, labels.firstTimeNs());
            DirectBuffer label = labels.poll();
            handle(label, 0, label.capacity(), labelResult);
            if (labelResult.kind == EventResult.Kind.REFUSED) {
                labelsRefused++;
                if (labelResult.rejectCode == RejectCode.CAPACITY) {
                    return false;
                }
            } else {
                labelsDelivered++;
            }
        }
        return true;
    }

    /**
     * Handles a transaction; the labels until its time have to be handed over before.
     *
     * @return what came of it; valid until the next call
     */
    EventResult transaction(long eventTimeNs, DirectBuffer message, int offset, int length) {
        ingressTimeNs = Math.max(ingressTimeNs, eventTimeNs);
        handle(message, offset, length, result);
        return result;
    }

    /** Handles a change of a list at the time of the event before. */
    EventResult listUpdate(DirectBuffer message, int length) {
        handle(message, 0, length, result);
        return result;
    }

    /** Sees to it that the transaction handled last becomes known as fraud when it is time. */
    void fraud(long knownAtNs, DirectBuffer message, int offset, int length) {
        labels.add(knownAtNs, sequence, message, offset, length);
    }

    /** Puts the engine's state and the labels in wait into a checkpoint. */
    void save(StateSink sink) {
        sink.putLong(sequence);
        sink.putLong(ingressTimeNs);
        sink.putLong(labelsDelivered);
        sink.putLong(labelsRefused);
        labels.save(sink);
        engine.save(sink);
    }

    /** Takes what {@link #save} put; the engine must be new. */
    void load(StateSource source) {
        sequence = source.getLong();
        ingressTimeNs = source.getLong();
        labelsDelivered = source.getLong();
        labelsRefused = source.getLong();
        labels.load(source);
        engine.load(source);
    }

    /** Greatest time so far, epoch nanoseconds. */
    long ingressTimeNs() {
        return ingressTimeNs;
    }

    /** The state's hash as it is now. */
    StateDigest stateHash() {
        handle(buffer, 0, control.stateHashRequest(buffer, 0, 0, NAME), result);
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
        try {
            engine.onEvent(EPOCH, ++sequence, ingressTimeNs, message, offset, length, into);
        } catch (RuntimeException e) {
            throw new EngineFailedException(e);
        }
    }
}
