package dev.peregrine.replay.lane;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.DecisionRecordDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.Sha256Decoder;
import dev.peregrine.scoring.engine.BitVector;
import dev.peregrine.scoring.features.TransactionView;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A decision as the side lane sees it: the payment from the journal, and from the record what the
 * engine computed and said. Reused from decision to decision; one thread.
 */
public final class LaneDecision {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final DecisionRecordDecoder record = new DecisionRecordDecoder();
    private final DecisionBodyDecoder body = new DecisionBodyDecoder();
    private final UnsafeBuffer field = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer bodyBytes = new UnsafeBuffer(0, 0);
    private final TransactionView transaction = new TransactionView();
    private final BitVector rulesFired = new BitVector();
    private double[] features = new double[64];
    private int featureCount;
    private PolicyBundle policy;
    private long ingressTimeNs;

    LaneDecision() {}

    /** Looks at a payment and its DecisionRecord, both with their headers. */
    void wrap(DirectBuffer event, int eventOffset, DirectBuffer recordBuffer, int recordOffset) {
        transaction.wrap(event, eventOffset);
        record.wrapAndApplyHeader(recordBuffer, recordOffset, header);
        ingressTimeNs = record.ingressTimeNs();
        record.wrapFeatures(field);
        featureCount = field.capacity() / Double.BYTES;
        if (features.length < featureCount) {
            features = Arrays.copyOf(features, 2 * featureCount);
        }
        for (int i = 0; i < featureCount; i++) {
            features[i] = field.getDouble(i * Double.BYTES, LITTLE_ENDIAN);
        }
        record.wrapRulesFired(field);
        rulesFired.reset(field.capacity() * Byte.SIZE);
        for (int i = 0; i < field.capacity(); i++) {
            rulesFired.setAll(i * Byte.SIZE, field.getByte(i) & 0xFF);
        }
        record.skipShadowFired();
        record.wrapBody(bodyBytes);
        body.wrapAndApplyHeader(bodyBytes, 0, header);
        policy = null;
    }

    /** Hash of the policy that decided. */
    Sha256Decoder policyHash() {
        return body.policyHash();
    }

    void policy(PolicyBundle bundle) {
        policy = bundle;
    }

    /** Owner. */
    public int tenantId() {
        return body.tenantId();
    }

    /** Run of the node in which the payment was sequenced. */
    public long epoch() {
        return body.epoch();
    }

    /** Place of the payment in the order. */
    public long sequence() {
        return body.sequence();
    }

    /** When it was sequenced, epoch nanoseconds. */
    public long ingressTimeNs() {
        return ingressTimeNs;
    }

    /** The policy that decided. */
    public PolicyBundle policy() {
        return policy;
    }

    /** The payment. */
    public TransactionView transaction() {
        return transaction;
    }

    /**
     * Values of the policy's features, in its order, NaN for a missing one; from {@link
     * #featureCount} on of no meaning. Not to be changed.
     */
    public double[] features() {
        return features;
    }

    /** Number of features. */
    public int featureCount() {
        return featureCount;
    }

    /** What was decided. */
    public Action action() {
        return body.action();
    }

    /** The score, 0 .. 999. */
    public int score() {
        return body.score();
    }

    /** Bit i: rule i of the policy fired. */
    public BitVector rulesFired() {
        return rulesFired;
    }

    /** Whether the payment's time lies further from its ingress time than a lateness, ns. */
    boolean isStale(long latenessNs) {
        return Math.abs(ingressTimeNs - transaction.fields().eventTimeNs()) > latenessNs;
    }
}
