package dev.peregrine.gateway.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import org.agrona.MutableDirectBuffer;

/** Reads a decision request's object, field by field, straight into an event. Not thread-safe. */
final class DecisionRequestReader {
    private final JsonFactory factory;
    private final RequestDraft draft = new RequestDraft();

    DecisionRequestReader(JsonFactory factory) {
        this.factory = factory;
    }

    int read(
            byte[] body, int length, String idempotencyKey, int tenantId, MutableDirectBuffer event)
            throws InvalidRequestException {
        int malformed = Utf8Check.firstMalformed(body, length);
        if (malformed >= 0) {
            throw new InvalidRequestException(
                    JsonErrors.malformed(
                            "not UTF-8",
                            Utf8Check.lineOf(body, malformed),
                            Utf8Check.columnOf(body, malformed)));
        }
        draft.reset();
        try (JsonParser parser = factory.createParser(body, 0, length)) {
            readBounded(parser);
        } catch (JsonProcessingException e) {
            throw new InvalidRequestException(JsonErrors.malformed(e));
        } catch (IOException | IllegalStateException e) {
            throw new InvalidRequestException(JsonErrors.malformed("cannot be read", 0, 0));
        }
        return draft.finish(idempotencyKey, tenantId, event);
    }

    /** The parser's complaint about a bound names no place. */
    private void readBounded(JsonParser parser) throws IOException, InvalidRequestException {
        try {
            readObject(parser);
        } catch (StreamConstraintsException e) {
            throw malformed(
                    "nested too deeply, or a name or number is too long", parser.currentLocation());
        }
    }

    private void readObject(JsonParser parser) throws IOException, InvalidRequestException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            if (parser.currentToken() == null) {
                throw malformed("the body is empty", parser.currentLocation());
            }
            throw malformed("the body must be an object", parser.currentTokenLocation());
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            RequestField field = RequestField.ofName(name);
            parser.nextToken();
            if (field == null) {
                unknown(name);
                parser.skipChildren();
            } else {
                draft.set(field, parser);
            }
        }
        if (parser.nextToken() != null) {
            throw malformed("more after the end of the object", parser.currentTokenLocation());
        }
    }

    private void unknown(String name) {
        String hint =
                Suggestion.nearest(name, RequestField.names())
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("");
        draft.errors().add(Texts.snippet(name), "", "is not a known field" + hint);
    }

    private static InvalidRequestException malformed(String reason, JsonLocation place) {
        return new InvalidRequestException(JsonErrors.malformed(reason, place));
    }
}
