package dev.peregrine.scoring.engine;

import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.EventStatus;
import dev.peregrine.protocol.codec.RejectCode;
import java.util.Arrays;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * What the engine made of one event. Preallocated by the caller, filled by the engine; valid until
 * the next event uses it.
 */
public final class EventResult {
    /** What kind of answer there is. */
    public enum Kind {
        /** A decision: {@link #body}, {@link #features} and the bit sets are filled. */
        DECISION,
        /**
         * An authorisation that was decided before under the same content: {@link
         * #originalSequence} says where.
         */
        DUPLICATE_DECISION,
        /**
         * No decision wanted: {@link #status} says what was done, {@link #originalSequence} where
         * for a duplicate.
         */
        ACK,
        /** Refused before any effect: {@link #rejectCode}. */
        REFUSED,
        /** {@link #hash} is filled. */
        STATE_HASH
    }

    public Kind kind;
    public EventStatus status;
    public RejectCode rejectCode;

    /**
     * What the engine failed with before the event's first effect, when it is {@link Kind#REFUSED}
     * for that; otherwise null. Not part of the result: it is for the log.
     */
    public RuntimeException poison;

    /** Epoch of the event that had the effect; of a duplicate, the original's. */
    public long originalEpoch;

    /** Sequence of the event that had the effect; of a duplicate, the original's. */
    public long originalSequence;

    /** DecisionBody with its header. */
    public final MutableDirectBuffer body =
            new ExpandableArrayBuffer(ProtocolLimits.MAX_DECISION_BODY_LENGTH);

    public int bodyLength;

    /** Dense feature vector, then the outputs of models; NaN is missing. */
    public double[] features = new double[64];

    /** How much of {@link #features} are features. */
    public int featureCount;

    /** Bit i: rule i of the bundle fired. */
    public final BitVector rulesFired = new BitVector();

    /** Bit i: rule i of the bundle is a shadow rule and would have fired. */
    public final BitVector shadowFired = new BitVector();

    /** Sections of the state hash: windows, learner, ids; upper then lower 64 bits each. */
    public final long[] hash = new long[6];

    /**
     * Makes room for a policy's features and the outputs of its models. Allocates only when a
     * policy with more of them becomes active.
     *
     * @param size features and outputs
     */
    public void ensureFeatures(int count, int size) {
        if (features.length < size) {
            features = Arrays.copyOf(features, Math.max(size, 2 * features.length));
        }
        featureCount = count;
    }
}
