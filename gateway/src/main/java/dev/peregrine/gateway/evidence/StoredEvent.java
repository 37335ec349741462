package dev.peregrine.gateway.evidence;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.peregrine.protocol.codec.RejectCode;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A payment as the store keeps it: the messages of journal and decision records, byte for byte.
 * Little-endian.
 *
 * <pre>
 *    0  version of this layout, 1
 *    1  kind
 *    2  code of the refusal; 0 for none
 *    4  length of the event in bytes
 *    8  epoch
 *   16  ingress time, nanoseconds since 1970
 *   24  position in the journal at which the event ends
 *   32  Transaction with its header, then DecisionRecord with its header, if there is one
 * </pre>
 *
 * Immutable, except for the buffers, which nobody writes.
 */
public final class StoredEvent {
    private static final byte VERSION = 1;
    private static final int HEADER_LENGTH = 32;

    private final EntryKind kind;
    private final RejectCode refusal;
    private final long epoch;
    private final long sequence;
    private final long ingressTimeNs;
    private final long journalPosition;
    private final DirectBuffer event;
    private final DirectBuffer record;

    private StoredEvent(long sequence, byte[] value) {
        ByteBuffer bytes = ByteBuffer.wrap(value).order(LITTLE_ENDIAN);
        if (bytes.get(0) != VERSION) {
            throw new EvidenceException(
                    "evidence: sequence " + sequence + ": unknown layout " + bytes.get(0));
        }
        this.sequence = sequence;
        kind = EntryKind.of(bytes.get(1));
        refusal = bytes.getShort(2) == 0 ? null : RejectCode.get(bytes.getShort(2));
        int eventLength = bytes.getInt(4);
        epoch = bytes.getLong(8);
        ingressTimeNs = bytes.getLong(16);
        journalPosition = bytes.getLong(24);
        event = new UnsafeBuffer(value, HEADER_LENGTH, eventLength);
        int recordAt = HEADER_LENGTH + eventLength;
        record = new UnsafeBuffer(value, recordAt, value.length - recordAt);
    }

    static StoredEvent decode(long sequence, byte[] value) {
        return new StoredEvent(sequence, value);
    }

    /**
     * Writes the value of a payment.
     *
     * @param target little-endian; from its position on
     * @param recordLength 0 without a record
     */
    static void encode(
            ByteBuffer target,
            EntryKind kind,
            int refusalCode,
            EventPlace place,
            ByteBuffer event,
            DirectBuffer record,
            int recordOffset,
            int recordLength) {
        target.put(VERSION)
                .put(kind.code())
                .putShort((short) refusalCode)
                .putInt(event.remaining())
                .putLong(place.epoch())
                .putLong(place.ingressTimeNs())
                .putLong(place.journalPosition())
                .put(event);
        if (recordLength > 0) {
            record.getBytes(recordOffset, target, recordLength);
        }
    }

    public EntryKind kind() {
        return kind;
    }

    /** Why the engine refused it; null when it did not. */
    public RejectCode refusal() {
        return refusal;
    }

    public long epoch() {
        return epoch;
    }

    public long sequence() {
        return sequence;
    }

    /** Run of the node and sequence, as the API names a decision. */
    public String id() {
        return epoch + "-" + sequence;
    }

    /** When it was sequenced, epoch nanoseconds. */
    public long ingressTimeNs() {
        return ingressTimeNs;
    }

    /** Position in the journal at which the event ends. */
    public long journalPosition() {
        return journalPosition;
    }

    /** Transaction with its header, from index 0 on. */
    public DirectBuffer event() {
        return event;
    }

    /** DecisionRecord with its header, from index 0 on; of capacity 0 when there is none. */
    public DirectBuffer record() {
        return record;
    }
}
