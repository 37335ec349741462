package dev.peregrine.gateway.evidence;

import dev.peregrine.protocol.codec.LabelDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.OutcomeDecoder;
import dev.peregrine.protocol.codec.ReversalDecoder;
import dev.peregrine.protocol.codec.TransactionDecoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The texts of an event by which the store finds it. One thread. Events are well-formed. */
final class EventTexts {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final TransactionDecoder transaction = new TransactionDecoder();
    private final OutcomeDecoder outcome = new OutcomeDecoder();
    private final LabelDecoder label = new LabelDecoder();
    private final ReversalDecoder reversal = new ReversalDecoder();
    private final UnsafeBuffer original = new UnsafeBuffer(0, 0);

    /** Of a payment: header, block and attributes passed; the next text is the event id. */
    TransactionDecoder transaction(DirectBuffer event, int offset) {
        transaction.wrapAndApplyHeader(event, offset, header);
        for (TransactionDecoder.AttributesDecoder attribute : transaction.attributes()) {
            attribute.skipValue();
        }
        return transaction;
    }

    /** Event id of a payment. */
    byte[] eventId(DirectBuffer event, int offset) {
        transaction(event, offset);
        byte[] text = new byte[transaction.eventIdLength()];
        transaction.getEventId(text, 0, text.length);
        return text;
    }

    /** Event id of the payment that an outcome, a label or a reversal is about. */
    byte[] targetEventId(EntryKind kind, DirectBuffer event, int offset) {
        switch (kind) {
            case OUTCOME -> {
                outcome.wrapAndApplyHeader(event, offset, header);
                outcome.skipEventId();
                outcome.wrapOriginal(original);
            }
            case LABEL -> {
                label.wrapAndApplyHeader(event, offset, header);
                label.skipEventId();
                label.skipSource();
                label.wrapOriginal(original);
            }
            default -> {
                reversal.wrapAndApplyHeader(event, offset, header);
                reversal.skipEventId();
                reversal.wrapOriginal(original);
            }
        }
        return eventId(original, 0);
    }
}
