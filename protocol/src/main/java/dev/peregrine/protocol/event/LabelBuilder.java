package dev.peregrine.protocol.event;

import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.LabelEncoder;
import dev.peregrine.protocol.codec.LabelKind;
import dev.peregrine.protocol.codec.MessageHeaderEncoder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Builds Label messages: what became known of a payment. The tenant is the payment's. Reusable
 * after {@link #reset()}; allocates nothing unless a field is refused. Not thread-safe.
 */
public final class LabelBuilder {
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final LabelEncoder encoder = new LabelEncoder();
    private final OriginalTransaction original = new OriginalTransaction();
    private final TextField eventId =
            new TextField("eventId", ProtocolLimits.MAX_EVENT_ID_LENGTH, false);
    private final TextField source = new TextField("source", ProtocolLimits.MAX_NAME_LENGTH, false);
    private LabelKind kind;
    private long labelTimeNs = -1;

    /** All fields absent. */
    public LabelBuilder reset() {
        kind = null;
        labelTimeNs = -1;
        original.clear();
        eventId.clear();
        source.clear();
        return this;
    }

    public LabelBuilder kind(LabelKind value) {
        kind = Range.known("kind", value);
        return this;
    }

    /** When it became known, nanoseconds since 1970. */
    public LabelBuilder labelTimeNs(long value) {
        labelTimeNs = Range.check("labelTimeNs", value, 0, ProtocolLimits.MAX_TIME_NS);
        return this;
    }

    /** Identity of the label, 1 to 64 bytes of UTF-8. */
    public LabelBuilder eventId(CharSequence value) {
        eventId.set(value);
        return this;
    }

    public LabelBuilder eventId(byte[] bytes, int offset, int length) {
        eventId.set(bytes, offset, length);
        return this;
    }

    /** Who says so; may stay absent. */
    public LabelBuilder source(CharSequence value) {
        source.set(value);
        return this;
    }

    /** The payment: a Transaction message with its header; copied. */
    public LabelBuilder original(DirectBuffer buffer, int offset, int length) {
        original.set(buffer, offset, length);
        return this;
    }

    /**
     * Writes header and message.
     *
     * @return bytes written, at most {@link ProtocolLimits#MAX_EVENT_LENGTH}
     * @throws EventFieldException when a required field is missing or the event is too long
     */
    public int encode(MutableDirectBuffer buffer, int offset) {
        original.require();
        Range.known("kind", kind);
        Range.check("labelTimeNs", labelTimeNs, 0, ProtocolLimits.MAX_TIME_NS);
        eventId.require();
        encoder.wrapAndApplyHeader(buffer, offset, header)
                .tenantId(original.tenantId())
                .kind(kind)
                .labelTimeNs(labelTimeNs)
                .putEventId(eventId.bytes(), 0, eventId.length())
                .putSource(source.bytes(), 0, source.length())
                .putOriginal(original.bytes(), 0, original.length());
        return EventLengths.check(MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength());
    }
}
