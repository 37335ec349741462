package dev.peregrine.gateway.json;

import com.fasterxml.jackson.core.JsonParser;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.TransactionDecoder;
import dev.peregrine.protocol.event.EventFieldException;
import dev.peregrine.protocol.event.ReversalBuilder;
import java.io.IOException;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** How much of a payment is taken back. */
final class ReversalFields implements FollowUpEvent {
    private static final Set<FollowUpField> REQUIRED =
            Set.of(FollowUpField.REVERSAL_TIME, FollowUpField.AMOUNT_MINOR);
    static final Set<FollowUpField> KNOWN =
            FollowUpField.commonAnd(
                    FollowUpField.REVERSAL_TIME,
                    FollowUpField.AMOUNT_MINOR,
                    FollowUpField.CURRENCY);

    private final FieldErrors errors;
    private final TextReader texts;
    private final NumberFields numbers;
    private final ReversalBuilder builder = new ReversalBuilder();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final TransactionDecoder payment = new TransactionDecoder();
    private int currency;
    private int paymentCurrency;

    ReversalFields(FieldErrors errors, TextReader texts) {
        this.errors = errors;
        this.texts = texts;
        this.numbers = new NumberFields(errors);
    }

    @Override
    public Set<FollowUpField> known() {
        return KNOWN;
    }

    @Override
    public Set<FollowUpField> required() {
        return REQUIRED;
    }

    @Override
    public void reset() {
        builder.reset();
        currency = 0;
        paymentCurrency = 0;
    }

    @Override
    public void set(FollowUpField field, JsonParser parser) throws IOException {
        if (field == FollowUpField.AMOUNT_MINOR) {
            builder.amountMinor(numbers.amountMinor(field, parser));
            return;
        }
        if (field == FollowUpField.CURRENCY) {
            currency(field, parser);
            return;
        }
        long timeNs = texts.readTimeNs(field, parser);
        if (timeNs >= 0) {
            builder.reversalTimeNs(timeNs);
        }
    }

    private void currency(FollowUpField field, JsonParser parser) throws IOException {
        CharSequence text = texts.read(field, parser);
        if (text == null) {
            return;
        }
        currency = CurrencyCodes.numericOf(text);
        if (currency == 0) {
            errors.add(
                    field,
                    Texts.snippet(text),
                    "must be an ISO 4217 currency in capitals, such as EUR");
        }
    }

    @Override
    public void eventId(CharSequence value) {
        builder.eventId(value);
    }

    @Override
    public void original(DirectBuffer buffer, int offset, int length) {
        builder.original(buffer, offset, length);
        payment.wrapAndApplyHeader(buffer, offset, header);
        paymentCurrency = payment.currency();
    }

    @Override
    public int encode(MutableDirectBuffer event) {
        if (currency != 0 && currency != paymentCurrency) {
            throw new EventFieldException(
                    FollowUpField.CURRENCY.externalName(), "", "must be the payment's currency");
        }
        return builder.encode(event, 0);
    }
}
