package dev.peregrine.protocol.event;

import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.MessageHeaderEncoder;
import dev.peregrine.protocol.codec.OutcomeEncoder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Builds Outcome messages: what became of a payment. The tenant is the payment's. Reusable after
 * {@link #reset()}; allocates nothing unless a field is refused. Not thread-safe.
 */
public final class OutcomeBuilder {
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final OutcomeEncoder encoder = new OutcomeEncoder();
    private final OriginalTransaction original = new OriginalTransaction();
    private final TextField eventId =
            new TextField("eventId", ProtocolLimits.MAX_EVENT_ID_LENGTH, false);
    private long outcomeTimeNs = -1;
    private char responseFirst;
    private char responseSecond;
    private char avsResult;
    private char cvvResult;
    private char threeDsStatus;
    private int finalAction;

    /** All fields absent. */
    public OutcomeBuilder reset() {
        outcomeTimeNs = -1;
        responseFirst = 0;
        responseSecond = 0;
        avsResult = 0;
        cvvResult = 0;
        threeDsStatus = 0;
        finalAction = 0;
        original.clear();
        eventId.clear();
        return this;
    }

    /** When it was known, nanoseconds since 1970. */
    public OutcomeBuilder outcomeTimeNs(long value) {
        outcomeTimeNs = Range.check("outcomeTimeNs", value, 0, ProtocolLimits.MAX_TIME_NS);
        return this;
    }

    /** Issuer's response, two printable ASCII characters; empty is absent. */
    public OutcomeBuilder responseCode(CharSequence value) {
        if (value.length() == 0) {
            responseFirst = 0;
            responseSecond = 0;
            return this;
        }
        if (value.length() != 2) {
            throw new EventFieldException(
                    "responseCode", value.length() + " characters", "must be two characters");
        }
        responseFirst = printable("responseCode", value.charAt(0));
        responseSecond = printable("responseCode", value.charAt(1));
        return this;
    }

    /** Address verification result. */
    public OutcomeBuilder avsResult(char value) {
        avsResult = printable("avsResult", value);
        return this;
    }

    /** Card verification result. */
    public OutcomeBuilder cvvResult(char value) {
        cvvResult = printable("cvvResult", value);
        return this;
    }

    /** EMV 3-D Secure transStatus. */
    public OutcomeBuilder threeDsStatus(char value) {
        threeDsStatus = printable("threeDsStatus", value);
        return this;
    }

    /** What was done in the end. */
    public OutcomeBuilder finalAction(Action value) {
        finalAction = Range.known("finalAction", value).value();
        return this;
    }

    /** Identity of the outcome, 1 to 64 bytes of UTF-8. */
    public OutcomeBuilder eventId(CharSequence value) {
        eventId.set(value);
        return this;
    }

    public OutcomeBuilder eventId(byte[] bytes, int offset, int length) {
        eventId.set(bytes, offset, length);
        return this;
    }

    /** The payment: a Transaction message with its header; copied. */
    public OutcomeBuilder original(DirectBuffer buffer, int offset, int length) {
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
        Range.check("outcomeTimeNs", outcomeTimeNs, 0, ProtocolLimits.MAX_TIME_NS);
        eventId.require();
        encoder.wrapAndApplyHeader(buffer, offset, header)
                .tenantId(original.tenantId())
                .outcomeTimeNs(outcomeTimeNs)
                .putResponseCode((byte) responseFirst, (byte) responseSecond)
                .avsResult((byte) avsResult)
                .cvvResult((byte) cvvResult)
                .threeDsStatus((byte) threeDsStatus);
        buffer.putByte(
                encoder.offset() + OutcomeEncoder.finalActionEncodingOffset(), (byte) finalAction);
        encoder.putEventId(eventId.bytes(), 0, eventId.length())
                .putOriginal(original.bytes(), 0, original.length());
        return EventLengths.check(MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength());
    }

    private static char printable(String field, char value) {
        if (value < 0x20 || value > 0x7E) {
            throw new EventFieldException(
                    field, "character " + (int) value, "must be printable ASCII");
        }
        return value;
    }
}
