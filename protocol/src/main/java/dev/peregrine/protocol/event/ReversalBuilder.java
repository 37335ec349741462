package dev.peregrine.protocol.event;

import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.MessageHeaderEncoder;
import dev.peregrine.protocol.codec.ReversalEncoder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Builds Reversal messages: a payment is taken back, wholly or in part. The tenant is the
 * payment's. Reusable after {@link #reset()}; allocates nothing unless a field is refused. Not
 * thread-safe.
 */
public final class ReversalBuilder {
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ReversalEncoder encoder = new ReversalEncoder();
    private final OriginalTransaction original = new OriginalTransaction();
    private final TextField eventId =
            new TextField("eventId", ProtocolLimits.MAX_EVENT_ID_LENGTH, false);
    private long reversalTimeNs = -1;
    private long amountMinor = -1;

    /** All fields absent. */
    public ReversalBuilder reset() {
        reversalTimeNs = -1;
        amountMinor = -1;
        original.clear();
        eventId.clear();
        return this;
    }

    /** When it happened, nanoseconds since 1970. */
    public ReversalBuilder reversalTimeNs(long value) {
        reversalTimeNs = Range.check("reversalTimeNs", value, 0, ProtocolLimits.MAX_TIME_NS);
        return this;
    }

    /** How much is taken back, in minor units of the payment's currency. */
    public ReversalBuilder amountMinor(long value) {
        amountMinor = Range.check("amountMinor", value, 0, ProtocolLimits.MAX_AMOUNT_MINOR);
        return this;
    }

    /** Identity of the reversal, 1 to 64 bytes of UTF-8. */
    public ReversalBuilder eventId(CharSequence value) {
        eventId.set(value);
        return this;
    }

    public ReversalBuilder eventId(byte[] bytes, int offset, int length) {
        eventId.set(bytes, offset, length);
        return this;
    }

    /** The payment: a Transaction message with its header; copied. */
    public ReversalBuilder original(DirectBuffer buffer, int offset, int length) {
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
        Range.check("reversalTimeNs", reversalTimeNs, 0, ProtocolLimits.MAX_TIME_NS);
        Range.check("amountMinor", amountMinor, 0, ProtocolLimits.MAX_AMOUNT_MINOR);
        eventId.require();
        encoder.wrapAndApplyHeader(buffer, offset, header)
                .tenantId(original.tenantId())
                .reversalTimeNs(reversalTimeNs)
                .amountMinor(amountMinor)
                .putEventId(eventId.bytes(), 0, eventId.length())
                .putOriginal(original.bytes(), 0, original.length());
        return EventLengths.check(MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength());
    }
}
