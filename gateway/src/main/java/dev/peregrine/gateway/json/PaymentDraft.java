package dev.peregrine.gateway.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.peregrine.protocol.event.EventFieldException;
import dev.peregrine.protocol.event.TransactionBuilder;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.agrona.MutableDirectBuffer;

/** One decision request while its fields arrive: what is set, what is wrong. Reusable. */
final class RequestDraft {
    private static final String KEY_HEADER = "Idempotency-Key";
    private static final int MAX_LATITUDE = 90;
    private static final int MAX_LONGITUDE = 180;

    private final FieldErrors errors = new FieldErrors();
    private final TransactionBuilder builder = new TransactionBuilder();
    private final NumberFields numbers = new NumberFields(errors);
    private final TextFields texts = new TextFields(builder, errors);
    private final Set<RequestField> named = EnumSet.noneOf(RequestField.class);
    private final Set<RequestField> given = EnumSet.noneOf(RequestField.class);
    private String eventId = "";
    private long amountMinor;
    private int latitudeMicro;
    private int longitudeMicro;

    void reset() {
        errors.clear();
        builder.reset();
        eventId = "";
        named.clear();
        given.clear();
    }

    FieldErrors errors() {
        return errors;
    }

    /** Takes the value on which the parser stands; leaves the parser on its last token. */
    void set(RequestField field, JsonParser parser) throws IOException {
        if (!named.add(field)) {
            errors.add(field, "", "is given twice");
            parser.skipChildren();
            return;
        }
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        given.add(field);
        try {
            switch (field) {
                case AMOUNT_MINOR -> amountMinor = numbers.amountMinor(field, parser);
                case MERCHANT_CATEGORY ->
                        builder.merchantCategory(numbers.merchantCategory(field, parser));
                case LATITUDE -> latitudeMicro = numbers.microdegrees(field, parser, MAX_LATITUDE);
                case LONGITUDE ->
                        longitudeMicro = numbers.microdegrees(field, parser, MAX_LONGITUDE);
                case EVENT_ID -> eventId = texts.read(field, parser).toString();
                default -> texts.read(field, parser);
            }
        } catch (EventFieldException e) {
            errors.add(field.externalName(), e);
        }
    }

    /**
     * Ends the request.
     *
     * @param idempotencyKey header that supplies the event id or repeats it; null when absent
     * @return bytes of the event
     * @throws InvalidRequestException naming every field at fault
     */
    int finish(String idempotencyKey, int tenantId, MutableDirectBuffer event)
            throws InvalidRequestException {
        if (idempotencyKey != null) {
            idempotencyKey(idempotencyKey);
        }
        require(RequestField.EVENT_ID, "is missing; give it here or as " + KEY_HEADER + " header");
        require(RequestField.EVENT_TIME, "is missing");
        require(RequestField.AMOUNT_MINOR, "is missing");
        require(RequestField.CURRENCY, "is missing");
        boolean hasLatitude = isGiven(RequestField.LATITUDE);
        if (hasLatitude != isGiven(RequestField.LONGITUDE)) {
            RequestField other = hasLatitude ? RequestField.LONGITUDE : RequestField.LATITUDE;
            errors.add(other, "", "is missing; give both latitude and longitude or neither");
        }
        if (errors.isEmpty()) {
            try {
                builder.tenantId(tenantId).amount(amountMinor, texts.currency());
                if (hasLatitude) {
                    builder.location(latitudeMicro, longitudeMicro);
                }
                return builder.encode(event, 0);
            } catch (EventFieldException e) {
                errors.add(e.field(), e);
            }
        }
        throw errors.toException();
    }

    /** The header is a bare text, or a quoted string as the IETF draft has it. */
    private void idempotencyKey(String header) {
        int last = header.length() - 1;
        boolean quoted = last > 0 && header.charAt(0) == '"' && header.charAt(last) == '"';
        String key = quoted ? header.substring(1, last) : header;
        if (isGiven(RequestField.EVENT_ID)) {
            if (!key.equals(eventId)) {
                errors.add(KEY_HEADER, Texts.snippet(key), "must equal event_id");
            }
            return;
        }
        given.add(RequestField.EVENT_ID);
        if (!isVisibleAscii(key)) {
            errors.add(KEY_HEADER, Texts.snippet(key), "must be visible ASCII characters");
            return;
        }
        try {
            builder.eventId(key);
        } catch (EventFieldException e) {
            errors.add(KEY_HEADER, e);
        }
    }

    private static boolean isVisibleAscii(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > 0x20 && c < 0x7F);
    }

    private void require(RequestField field, String detail) {
        if (!isGiven(field)) {
            errors.add(field, "", detail);
        }
    }

    private boolean isGiven(RequestField field) {
        return given.contains(field);
    }
}
