package dev.peregrine.gateway.evidence;

import dev.peregrine.protocol.codec.LabelDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.OutcomeDecoder;
import dev.peregrine.protocol.codec.ReversalDecoder;
import dev.peregrine.protocol.codec.TransactionDecoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The texts of an event by which the store finds it. One thread. Events are well-formed. Does not
 * allocate.
 */
final class EventTexts {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final TransactionDecoder transaction = new TransactionDecoder();
    private final OutcomeDecoder outcome = new OutcomeDecoder();
    private final LabelDecoder label = new LabelDecoder();
    private final ReversalDecoder reversal = new ReversalDecoder();
    private final UnsafeBuffer original = new UnsafeBuffer(0, 0);
    private final EventText eventId = new EventText();
    private final EventText card = new EventText();
    private final EventText merchant = new EventText();
    private final EventText.Source getEventId = transaction::getEventId;
    private final EventText.Source getCard = transaction::getCard;
    private final EventText.Source getMerchant = transaction::getMerchant;

    /** Reads a payment; its texts follow. */
    TransactionDecoder read(DirectBuffer event, int offset) {
        transaction.wrapAndApplyHeader(event, offset, header);
        for (TransactionDecoder.AttributesDecoder attribute : transaction.attributes()) {
            attribute.skipValue();
        }
        eventId.set(transaction.eventIdLength(), getEventId);
        card.set(transaction.cardLength(), getCard);
        transaction.skipAccount();
        merchant.set(transaction.merchantLength(), getMerchant);
        return transaction;
    }

    /** Reads the payment that an outcome, a label or a reversal is about. */
    void readTarget(EntryKind kind, DirectBuffer event, int offset) {
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
        read(original, 0);
    }

    EventText eventId() {
        return eventId;
    }

    EventText card() {
        return card;
    }

    EventText merchant() {
        return merchant;
    }
}
