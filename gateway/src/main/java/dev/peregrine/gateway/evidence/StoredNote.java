package dev.peregrine.gateway.evidence;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.RejectCode;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One thing that happened under a payment's event id: the payment itself, a retry, an outcome, a
 * label or a reversal. Little-endian.
 *
 * <pre>
 *    0  version of this layout, 1
 *    1  kind
 *    2  code of the refusal; 0 for none
 *    4  length of the event id in bytes
 *    8  epoch
 *   16  ingress time, nanoseconds since 1970
 *   24  the payment's event id, then for outcomes, labels and reversals the event with its header;
 *       for back-fill and advice that tells it the action taken, a byte
 * </pre>
 */
public final class StoredNote {
    private static final byte VERSION = 1;
    private static final int HEADER_LENGTH = 24;

    private final EntryKind kind;
    private final RejectCode refusal;
    private final long epoch;
    private final long sequence;
    private final long ingressTimeNs;
    private final byte[] value;
    private final int eventIdLength;

    private StoredNote(long sequence, byte[] value) {
        ByteBuffer bytes = ByteBuffer.wrap(value).order(LITTLE_ENDIAN);
        if (bytes.get(0) != VERSION) {
            throw new EvidenceException(
                    "evidence: sequence " + sequence + ": unknown layout " + bytes.get(0));
        }
        this.sequence = sequence;
        this.value = value;
        kind = EntryKind.of(bytes.get(1));
        refusal = bytes.getShort(2) == 0 ? null : RejectCode.get(bytes.getShort(2));
        eventIdLength = bytes.getInt(4);
        epoch = bytes.getLong(8);
        ingressTimeNs = bytes.getLong(16);
    }

    static StoredNote decode(long sequence, byte[] value) {
        return new StoredNote(sequence, value);
    }

    /**
     * Writes the value of a note.
     *
     * @param target little-endian; from its position on
     * @param event empty without an event
     */
    static void encode(
            ByteBuffer target,
            EntryKind kind,
            int refusalCode,
            EventPlace place,
            EventText eventId,
            ByteBuffer event) {
        target.put(VERSION)
                .put(kind.code())
                .putShort((short) refusalCode)
                .putInt(eventId.length())
                .putLong(place.epoch())
                .putLong(place.ingressTimeNs())
                .put(eventId.bytes(), 0, eventId.length())
                .put(event);
    }

    public EntryKind kind() {
        return kind;
    }

    /** Why the engine refused it; null when it did not. */
    public RejectCode refusal() {
        return refusal;
    }

    public long sequence() {
        return sequence;
    }

    /** Run of the node and sequence. */
    public String id() {
        return epoch + "-" + sequence;
    }

    /** When it was sequenced, epoch nanoseconds. */
    public long ingressTimeNs() {
        return ingressTimeNs;
    }

    /** What was done with a payment that was decided elsewhere; null where that was not told. */
    public Action actionTaken() {
        int at = HEADER_LENGTH + eventIdLength;
        boolean isTold =
                (kind == EntryKind.BACK_FILL || kind == EntryKind.ADVICE) && value.length > at;
        return isTold ? Action.get(value[at]) : null;
    }

    /** Outcome, Label or Reversal with its header, from index 0 on; else of capacity 0. */
    public DirectBuffer event() {
        int at = HEADER_LENGTH + eventIdLength;
        return new UnsafeBuffer(value, at, value.length - at);
    }

    boolean isAbout(byte[] eventId) {
        return eventIdLength == eventId.length
                && ByteBuffer.wrap(value, HEADER_LENGTH, eventIdLength)
                        .equals(ByteBuffer.wrap(eventId));
    }
}
