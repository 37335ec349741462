package dev.peregrine.replay.verify;

import dev.peregrine.protocol.codec.DecisionRecordDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.RefusalRecordDecoder;
import dev.peregrine.protocol.codec.StateHashRecordDecoder;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Compares records byte for byte, and names the first field in which they differ. One thread. */
final class RecordComparison {
    private final MessageHeaderDecoder recordedHeader = new MessageHeaderDecoder();
    private final MessageHeaderDecoder recomputedHeader = new MessageHeaderDecoder();
    private final UnsafeBuffer recordedBytes = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer recomputedBytes = new UnsafeBuffer(0, 0);

    /** Null when equal. */
    Difference compare(
            long sequence,
            DirectBuffer recorded,
            int recordedOffset,
            int recordedLength,
            DirectBuffer recomputed,
            int recomputedOffset,
            int recomputedLength) {
        recordedBytes.wrap(recorded, recordedOffset, recordedLength);
        recomputedBytes.wrap(recomputed, recomputedOffset, recomputedLength);
        if (recordedBytes.equals(recomputedBytes)) {
            return null;
        }
        int templateId = recordedHeader.wrap(recordedBytes, 0).templateId();
        int otherId = recomputedHeader.wrap(recomputedBytes, 0).templateId();
        if (templateId != otherId) {
            return new Difference(sequence, "kind", kind(templateId), kind(otherId));
        }
        Difference named =
                switch (templateId) {
                    case DecisionRecordDecoder.TEMPLATE_ID -> decision(sequence);
                    case RefusalRecordDecoder.TEMPLATE_ID -> refusal(sequence);
                    case StateHashRecordDecoder.TEMPLATE_ID -> stateHash(sequence);
                    default -> null;
                };
        return named != null
                ? named
                : bytes(sequence, kind(templateId), recordedBytes, recomputedBytes);
    }

    static String kind(int templateId) {
        return switch (templateId) {
            case DecisionRecordDecoder.TEMPLATE_ID -> "decision";
            case RefusalRecordDecoder.TEMPLATE_ID -> "refusal";
            case StateHashRecordDecoder.TEMPLATE_ID -> "state hash";
            default -> "message " + templateId;
        };
    }

    private Difference decision(long sequence) {
        DecisionRecordDecoder a = new DecisionRecordDecoder();
        DecisionRecordDecoder b = new DecisionRecordDecoder();
        a.wrapAndApplyHeader(recordedBytes, 0, recordedHeader);
        b.wrapAndApplyHeader(recomputedBytes, 0, recomputedHeader);
        if (a.epoch() != b.epoch()) {
            return numbers(sequence, "epoch", a.epoch(), b.epoch());
        }
        if (a.sequence() != b.sequence()) {
            return numbers(sequence, "sequence", a.sequence(), b.sequence());
        }
        if (a.ingressTimeNs() != b.ingressTimeNs()) {
            return numbers(sequence, "ingressTimeNs", a.ingressTimeNs(), b.ingressTimeNs());
        }
        UnsafeBuffer x = new UnsafeBuffer(0, 0);
        UnsafeBuffer y = new UnsafeBuffer(0, 0);
        a.wrapFeatures(x);
        b.wrapFeatures(y);
        Difference difference = features(sequence, x, y);
        a.wrapRulesFired(x);
        b.wrapRulesFired(y);
        difference = difference != null ? difference : bytes(sequence, "rulesFired", x, y);
        a.wrapShadowFired(x);
        b.wrapShadowFired(y);
        difference = difference != null ? difference : bytes(sequence, "shadowFired", x, y);
        a.wrapBody(x);
        b.wrapBody(y);
        return difference != null ? difference : bytes(sequence, "body", x, y);
    }

    private Difference refusal(long sequence) {
        RefusalRecordDecoder a = new RefusalRecordDecoder();
        RefusalRecordDecoder b = new RefusalRecordDecoder();
        a.wrapAndApplyHeader(recordedBytes, 0, recordedHeader);
        b.wrapAndApplyHeader(recomputedBytes, 0, recomputedHeader);
        return a.codeRaw() == b.codeRaw()
                ? null
                : new Difference(
                        sequence, "code", String.valueOf(a.code()), String.valueOf(b.code()));
    }

    private Difference stateHash(long sequence) {
        StateHashRecordDecoder a = new StateHashRecordDecoder();
        StateHashRecordDecoder b = new StateHashRecordDecoder();
        a.wrapAndApplyHeader(recordedBytes, 0, recordedHeader);
        b.wrapAndApplyHeader(recomputedBytes, 0, recomputedHeader);
        String x = hex(a.windows().high(), a.windows().low());
        String y = hex(b.windows().high(), b.windows().low());
        if (!x.equals(y)) {
            return new Difference(sequence, "windows", x, y);
        }
        x = hex(a.learner().high(), a.learner().low());
        y = hex(b.learner().high(), b.learner().low());
        if (!x.equals(y)) {
            return new Difference(sequence, "learner", x, y);
        }
        x = hex(a.ids().high(), a.ids().low());
        y = hex(b.ids().high(), b.ids().low());
        return x.equals(y) ? null : new Difference(sequence, "ids", x, y);
    }

    static String hex(long high, long low) {
        return String.format("%016x%016x", high, low);
    }

    private static Difference features(long sequence, DirectBuffer a, DirectBuffer b) {
        if (a.capacity() != b.capacity()) {
            return numbers(
                    sequence,
                    "number of features",
                    a.capacity() / Double.BYTES,
                    b.capacity() / Double.BYTES);
        }
        for (int i = 0; i < a.capacity(); i += Double.BYTES) {
            long x = a.getLong(i, ByteOrder.LITTLE_ENDIAN);
            long y = b.getLong(i, ByteOrder.LITTLE_ENDIAN);
            if (x != y) {
                return new Difference(
                        sequence,
                        "features[" + i / Double.BYTES + "]",
                        Double.longBitsToDouble(x) + " (" + Long.toHexString(x) + ")",
                        Double.longBitsToDouble(y) + " (" + Long.toHexString(y) + ")");
            }
        }
        return null;
    }

    private static Difference bytes(long sequence, String field, DirectBuffer a, DirectBuffer b) {
        int common = Math.min(a.capacity(), b.capacity());
        for (int i = 0; i < common; i++) {
            if (a.getByte(i) != b.getByte(i)) {
                return new Difference(
                        sequence,
                        field + ", byte " + i,
                        String.format("0x%02x", a.getByte(i)),
                        String.format("0x%02x", b.getByte(i)));
            }
        }
        return a.capacity() == b.capacity()
                ? null
                : numbers(sequence, "length of " + field, a.capacity(), b.capacity());
    }

    private static Difference numbers(long sequence, String field, long a, long b) {
        return new Difference(sequence, field, Long.toString(a), Long.toString(b));
    }
}
