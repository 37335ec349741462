package dev.peregrine.gateway.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;

/** Copies into evidence what was found of a decision beside the engine. */
final class SideMembers {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final String SEQUENCE = "sequence";
    private static final Set<String> SHOWN =
            Set.of("model", "explanation", "challengers", "shadow_scores");

    private SideMembers() {}

    /**
     * Copies the members that evidence shows, if they are of that payment.
     *
     * @param found a JSON object whose first member is the sequence
     * @param sequence the payment's
     */
    static void copy(byte[] found, long sequence, JsonGenerator json) throws IOException {
        try (JsonParser parser = FACTORY.createParser(found)) {
            parser.nextToken();
            boolean same = false;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals(SEQUENCE)) {
                    same = parser.getLongValue() == sequence;
                } else if (same && SHOWN.contains(name)) {
                    json.writeFieldName(name);
                    json.copyCurrentStructure(parser);
                } else {
                    parser.skipChildren();
                }
            }
        }
    }
}
