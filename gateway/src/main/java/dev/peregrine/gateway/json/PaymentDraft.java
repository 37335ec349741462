package dev.peregrine.gateway.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.peregrine.client.AttributeDictionary;
import dev.peregrine.protocol.codec.Purpose;
import dev.peregrine.protocol.event.EventFieldException;
import dev.peregrine.protocol.event.TransactionBuilder;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.agrona.MutableDirectBuffer;

/** A payment while its fields arrive: what is set, what is wrong. Reusable. */
final class PaymentDraft implements ObjectDraft {
    private static final int MAX_LATITUDE = 90;
    private static final int MAX_LONGITUDE = 180;

    private final FieldErrors errors;
    private final TextReader texts;
    private final TransactionBuilder builder = new TransactionBuilder();
    private final NumberFields numbers;
    private final TextFields textFields;
    private final AttributeFields attributes;
    private final EventIdField eventId;
    private final Set<RequestField> named = EnumSet.noneOf(RequestField.class);
    private final Set<RequestField> given = EnumSet.noneOf(RequestField.class);
    private Set<RequestField> known = RequestField.PAYMENT;
    private AttributeDictionary dictionary = AttributeDictionary.EMPTY;
    private long amountMinor;
    private int latitudeMicro;
    private int longitudeMicro;

    PaymentDraft(FieldErrors errors, TextReader texts) {
        this.errors = errors;
        this.texts = texts;
        this.numbers = new NumberFields(errors);
        this.textFields = new TextFields(builder, errors, texts);
        this.attributes = new AttributeFields(builder, errors, texts);
        this.eventId = new EventIdField(errors, texts);
    }

    /** Begins a payment with the given fields and attributes. */
    void reset(Set<RequestField> newKnown, AttributeDictionary newDictionary, Purpose purpose) {
        builder.reset().purpose(purpose);
        eventId.reset();
        named.clear();
        given.clear();
        known = newKnown;
        dictionary = newDictionary;
    }

    /** Identity that the object gave; empty when none. */
    String eventId() {
        return eventId.value();
    }

    @Override
    public void set(String name, JsonParser parser) throws IOException {
        RequestField field = RequestField.ofName(name);
        if (field == null || !known.contains(field)) {
            unknown(name);
            parser.skipChildren();
        } else if (!named.add(field)) {
            errors.add(field, "", "is given twice");
            parser.skipChildren();
        } else if (parser.currentToken() != JsonToken.VALUE_NULL) {
            given.add(field);
            try {
                set(field, parser);
            } catch (EventFieldException e) {
                errors.add(field.externalName(), e, texts.last());
            }
        }
    }

    private void set(RequestField field, JsonParser parser) throws IOException {
        switch (field) {
            case EVENT_ID -> eventId.read(field, parser, builder::eventId);
            case AMOUNT_MINOR -> amountMinor = numbers.amountMinor(field, parser);
            case MERCHANT_CATEGORY ->
                    builder.merchantCategory(numbers.merchantCategory(field, parser));
            case LATITUDE -> latitudeMicro = numbers.microdegrees(field, parser, MAX_LATITUDE);
            case LONGITUDE -> longitudeMicro = numbers.microdegrees(field, parser, MAX_LONGITUDE);
            case ATTRIBUTES -> attributes.read(field, parser, dictionary);
            default -> textFields.read(field, parser);
        }
    }

    private void unknown(String name) {
        if (dictionary.find(name) != null) {
            errors.add(name, "", "is an attribute of the tenant; give it within attributes");
        } else {
            errors.addUnknown(name, RequestField.names(known));
        }
    }

    /** Ends a payment that lies within another event: as {@link #finish}, without a header. */
    int finishWithin(int tenantId, MutableDirectBuffer event) {
        eventId.require(RequestField.EVENT_ID);
        return encode(tenantId, event);
    }

    /**
     * Ends the payment.
     *
     * @param idempotencyKey header that supplies the event id or repeats it; null when absent
     * @return bytes of the event; 0 when fields are at fault
     */
    int finish(String idempotencyKey, int tenantId, MutableDirectBuffer event) {
        eventId.finish(RequestField.EVENT_ID, idempotencyKey, builder::eventId);
        return encode(tenantId, event);
    }

    private int encode(int tenantId, MutableDirectBuffer event) {
        require(RequestField.EVENT_TIME);
        require(RequestField.AMOUNT_MINOR);
        require(RequestField.CURRENCY);
        boolean hasLatitude = given.contains(RequestField.LATITUDE);
        if (hasLatitude != given.contains(RequestField.LONGITUDE)) {
            RequestField other = hasLatitude ? RequestField.LONGITUDE : RequestField.LATITUDE;
            errors.add(other, "", "is missing; give both latitude and longitude or neither");
        }
        if (!errors.isEmpty()) {
            return 0;
        }
        try {
            builder.tenantId(tenantId).amount(amountMinor, textFields.currency());
            if (hasLatitude) {
                builder.location(latitudeMicro, longitudeMicro);
            }
            return builder.encode(event, 0);
        } catch (EventFieldException e) {
            errors.add(e.field(), e, "");
            return 0;
        }
    }

    private void require(RequestField field) {
        if (!given.contains(field)) {
            errors.add(field, "", "is missing");
        }
    }
}
