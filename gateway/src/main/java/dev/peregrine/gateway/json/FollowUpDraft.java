package dev.peregrine.gateway.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.peregrine.client.AttributeDictionary;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.Purpose;
import dev.peregrine.protocol.event.EventFieldException;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** An outcome, a label or a reversal while its fields arrive, with its payment. Reusable. */
final class FollowUpDraft implements ObjectDraft {
    private static final String PATH = FollowUpField.ORIGINAL.externalName() + ".";

    private final FollowUpEvent event;
    private final FieldErrors errors;
    private final TextReader texts;
    private final PaymentDraft original;
    private final EventIdField eventId;
    private final EventIdField originalEventId;
    private final UnsafeBuffer payment =
            new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
    private final Set<FollowUpField> named = EnumSet.noneOf(FollowUpField.class);
    private final Set<FollowUpField> given = EnumSet.noneOf(FollowUpField.class);
    private AttributeDictionary dictionary = AttributeDictionary.EMPTY;
    private int tenantId;
    private int paymentLength;

    FollowUpDraft(
            FollowUpEvent event, FieldErrors errors, TextReader texts, PaymentDraft original) {
        this.event = event;
        this.errors = errors;
        this.texts = texts;
        this.original = original;
        this.eventId = new EventIdField(errors, texts);
        this.originalEventId = new EventIdField(errors, texts);
    }

    void reset(int newTenantId, AttributeDictionary newDictionary) {
        event.reset();
        eventId.reset();
        originalEventId.reset();
        named.clear();
        given.clear();
        dictionary = newDictionary;
        tenantId = newTenantId;
        paymentLength = 0;
    }

    @Override
    public void set(String name, JsonParser parser) throws IOException {
        FollowUpField field = FollowUpField.ofName(name);
        if (field == null || !event.known().contains(field)) {
            errors.addUnknown(name, FollowUpField.names(event.known()));
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

    private void set(FollowUpField field, JsonParser parser) throws IOException {
        switch (field) {
            case EVENT_ID -> eventId.read(field, parser, event::eventId);
            case ORIGINAL_EVENT_ID -> originalEventId.read(field, parser, id -> {});
            case ORIGINAL -> original(field, parser);
            default -> event.set(field, parser);
        }
    }

    private void original(FollowUpField field, JsonParser parser) throws IOException {
        if (!JsonTypes.isObject(field, parser, errors)) {
            return;
        }
        original.reset(RequestField.PAYMENT, dictionary, Purpose.AUTHORISATION);
        errors.prefix(PATH);
        original.readMembers(parser);
        paymentLength = original.finishWithin(tenantId, payment);
        errors.prefix("");
    }

    /**
     * Ends the event.
     *
     * @param head whose request it is
     * @return bytes of the event; 0 when fields are at fault, or {@link #missingOriginal()} is
     *     needed first
     */
    int finish(RequestHead head, MutableDirectBuffer buffer) {
        eventId.finish(FollowUpField.EVENT_ID, head.idempotencyKey(), event::eventId);
        for (FollowUpField field : event.required()) {
            if (!given.contains(field)) {
                errors.add(field, "", "is missing");
            }
        }
        boolean whole = given.contains(FollowUpField.ORIGINAL);
        boolean byId = given.contains(FollowUpField.ORIGINAL_EVENT_ID);
        if (!whole && !byId) {
            errors.add(
                    FollowUpField.ORIGINAL,
                    "",
                    "is missing; give the payment, or its id as "
                            + FollowUpField.ORIGINAL_EVENT_ID.externalName());
        }
        if (whole && byId && !originalEventId.value().equals(original.eventId())) {
            errors.add(
                    FollowUpField.ORIGINAL_EVENT_ID,
                    Texts.snippet(originalEventId.value()),
                    "must equal " + PATH + RequestField.EVENT_ID.externalName());
        }
        boolean found = whole || head.original() != null;
        return errors.isEmpty() && found ? encode(head, whole, buffer) : 0;
    }

    /** Id of the payment that is to be looked up; empty when none is. */
    String missingOriginal() {
        return given.contains(FollowUpField.ORIGINAL) ? "" : originalEventId.value();
    }

    private int encode(RequestHead head, boolean whole, MutableDirectBuffer buffer) {
        try {
            if (whole) {
                event.original(payment, 0, paymentLength);
            } else {
                event.original(new UnsafeBuffer(head.original()), 0, head.original().length);
            }
            return event.encode(buffer);
        } catch (EventFieldException e) {
            errors.add(e.field(), e, "");
            return 0;
        }
    }
}
