package dev.peregrine.gateway.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.peregrine.protocol.codec.Purpose;
import java.io.IOException;
import org.agrona.MutableDirectBuffer;

/** Reads a request's object, field by field, straight into an event. Not thread-safe. */
final class RequestReader {
    private final JsonFactory factory;
    private final FieldErrors errors = new FieldErrors();
    private final TextReader texts = new TextReader(errors);
    private final PaymentDraft payment = new PaymentDraft(errors, texts);
    private final FollowUpDraft outcome = followUp(new OutcomeFields(errors, texts));
    private final FollowUpDraft label = followUp(new LabelFields(errors, texts));
    private final FollowUpDraft reversal = followUp(new ReversalFields(errors, texts));
    private String missingOriginal = "";

    RequestReader(JsonFactory factory) {
        this.factory = factory;
    }

    /** Id of the payment that is missing where the last request could not be ended; else empty. */
    String missingOriginal() {
        return missingOriginal;
    }

    int read(byte[] body, int offset, int length, RequestHead head, MutableDirectBuffer event)
            throws InvalidRequestException {
        errors.clear();
        missingOriginal = "";
        int result =
                switch (head.kind()) {
                    case DECISION, EVENT -> readPayment(body, offset, length, head, event);
                    case OUTCOME -> readFollowUp(outcome, body, offset, length, head, event);
                    case LABEL -> readFollowUp(label, body, offset, length, head, event);
                    case REVERSAL -> readFollowUp(reversal, body, offset, length, head, event);
                };
        if (!errors.isEmpty()) {
            throw errors.toException();
        }
        return result;
    }

    private int readPayment(
            byte[] body, int offset, int length, RequestHead head, MutableDirectBuffer event)
            throws InvalidRequestException {
        boolean wantsDecision = head.kind() == EventKind.DECISION;
        payment.reset(
                wantsDecision ? RequestField.PAYMENT : RequestField.BACK_FILL,
                head.attributes(),
                wantsDecision ? Purpose.AUTHORISATION : Purpose.BACK_FILL);
        parse(payment, body, offset, length);
        return payment.finish(head.idempotencyKey(), head.tenantId(), event);
    }

    private int readFollowUp(
            FollowUpDraft draft,
            byte[] body,
            int offset,
            int length,
            RequestHead head,
            MutableDirectBuffer event)
            throws InvalidRequestException {
        draft.reset(head.tenantId(), head.attributes());
        parse(draft, body, offset, length);
        int result = draft.finish(head, event);
        missingOriginal = result == 0 ? draft.missingOriginal() : "";
        return result;
    }

    private void parse(ObjectDraft draft, byte[] body, int offset, int length)
            throws InvalidRequestException {
        int malformed = Utf8Check.firstMalformed(body, offset, length);
        if (malformed >= 0) {
            throw new InvalidRequestException(
                    JsonErrors.malformed(
                            "not UTF-8",
                            Utf8Check.lineOf(body, offset, malformed),
                            Utf8Check.columnOf(body, offset, malformed)));
        }
        try (JsonParser parser = factory.createParser(body, offset, length)) {
            readBounded(draft, parser);
        } catch (JsonProcessingException e) {
            throw new InvalidRequestException(JsonErrors.malformed(e));
        } catch (IOException | IllegalStateException e) {
            throw new InvalidRequestException(JsonErrors.malformed("cannot be read", 0, 0));
        }
    }

    /** The parser's complaint about a bound names no place. */
    private static void readBounded(ObjectDraft draft, JsonParser parser)
            throws IOException, InvalidRequestException {
        try {
            readObject(draft, parser);
        } catch (StreamConstraintsException e) {
            throw malformed(
                    "nested too deeply, or a name, a text or a number is too long",
                    parser.currentLocation());
        }
    }

    private static void readObject(ObjectDraft draft, JsonParser parser)
            throws IOException, InvalidRequestException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            if (parser.currentToken() == null) {
                throw malformed("the body is empty", parser.currentLocation());
            }
            throw malformed("the body must be an object", parser.currentTokenLocation());
        }
        draft.readMembers(parser);
        if (parser.nextToken() != null) {
            throw malformed("more after the end of the object", parser.currentTokenLocation());
        }
    }

    private FollowUpDraft followUp(FollowUpEvent event) {
        return new FollowUpDraft(event, errors, texts, payment);
    }

    private static InvalidRequestException malformed(String reason, JsonLocation place) {
        return new InvalidRequestException(JsonErrors.malformed(reason, place));
    }
}
