package dev.peregrine.scoring.pipeline;

import dev.peregrine.protocol.codec.DecisionRecordEncoder;
import dev.peregrine.protocol.codec.MessageHeaderEncoder;
import dev.peregrine.protocol.codec.RefusalRecordEncoder;
import dev.peregrine.protocol.codec.StateHashRecordEncoder;
import dev.peregrine.scoring.engine.BitVector;
import dev.peregrine.scoring.engine.EventResult;
import java.nio.ByteOrder;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Encodes what is kept of an event's result on the second recorded stream: a DecisionRecord,
 * RefusalRecord or StateHashRecord. The live pipeline, recovery and verification all use it, so
 * that their bytes are comparable. One thread; does not allocate once its buffer has grown to the
 * policy's size.
 */
public final class ResultRecorder {
    private static final int INITIAL_CAPACITY = 8192;

    private final MutableDirectBuffer buffer = new ExpandableArrayBuffer(INITIAL_CAPACITY);
    private final MutableDirectBuffer field = new ExpandableArrayBuffer(INITIAL_CAPACITY);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final DecisionRecordEncoder decision = new DecisionRecordEncoder();
    private final RefusalRecordEncoder refusal = new RefusalRecordEncoder();
    private final StateHashRecordEncoder stateHash = new StateHashRecordEncoder();

    /**
     * Encodes a result into {@link #buffer} at 0.
     *
     * @return length in bytes; 0 when nothing is kept of it
     */
    public int encode(long epoch, long sequence, long ingressTimeNs, EventResult result) {
        return switch (result.kind) {
            case DECISION -> encodeDecision(epoch, sequence, ingressTimeNs, result);
            case REFUSED -> {
                refusal.wrapAndApplyHeader(buffer, 0, header)
                        .epoch(epoch)
                        .sequence(sequence)
                        .code(result.rejectCode);
                yield MessageHeaderEncoder.ENCODED_LENGTH + refusal.encodedLength();
            }
            case STATE_HASH -> {
                long[] hash = result.hash;
                stateHash.wrapAndApplyHeader(buffer, 0, header).epoch(epoch).sequence(sequence);
                stateHash.windows().high(hash[0]).low(hash[1]);
                stateHash.learner().high(hash[2]).low(hash[3]);
                stateHash.ids().high(hash[4]).low(hash[5]);
                yield MessageHeaderEncoder.ENCODED_LENGTH + stateHash.encodedLength();
            }
            case ACK, DUPLICATE_DECISION -> 0;
        };
    }

    /** Holds the record that {@link #encode} made last. */
    public MutableDirectBuffer buffer() {
        return buffer;
    }

    private int encodeDecision(long epoch, long sequence, long ingressTimeNs, EventResult result) {
        decision.wrapAndApplyHeader(buffer, 0, header)
                .epoch(epoch)
                .sequence(sequence)
                .ingressTimeNs(ingressTimeNs);
        int length = 0;
        for (int i = 0; i < result.featureCount; i++, length += Double.BYTES) {
            field.putDouble(length, result.features[i], ByteOrder.LITTLE_ENDIAN);
        }
        decision.putFeatures(field, 0, length);
        decision.putRulesFired(field, 0, putBits(result.rulesFired));
        decision.putShadowFired(field, 0, putBits(result.shadowFired));
        decision.putBody(result.body, 0, result.bodyLength);
        return MessageHeaderEncoder.ENCODED_LENGTH + decision.encodedLength();
    }

    private int putBits(BitVector bits) {
        for (int i = 0; i < bits.byteLength(); i++) {
            field.putByte(i, bits.byteAt(i));
        }
        return bits.byteLength();
    }
}
