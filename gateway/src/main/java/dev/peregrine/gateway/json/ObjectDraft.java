package dev.peregrine.gateway.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Takes an object's members as they arrive. */
interface ObjectDraft {
    /** Takes the value on which the parser stands; leaves the parser on the value's last token. */
    void set(String name, JsonParser parser) throws IOException;

    /** Takes the members of the object whose first token was read, up to its end. */
    default void readMembers(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            set(name, parser);
        }
    }
}
