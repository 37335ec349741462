package dev.peregrine.gateway.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.peregrine.gateway.mapping.FieldSource;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A JSON object as texts by their places: names with {@code /} between them, elements of arrays by
 * their numbers from 0. Bounded in depth, length and number of members.
 */
final class JsonFields implements FieldSource {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_NAME_LENGTH = 256;
    private static final int MAX_TEXT_LENGTH = 128 * 1024;
    private static final int MAX_NUMBER_LENGTH = 64;
    private static final int MAX_MEMBERS = 4096;
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxNameLength(MAX_NAME_LENGTH)
                                    .maxStringLength(MAX_TEXT_LENGTH)
                                    .maxNumberLength(MAX_NUMBER_LENGTH)
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build();

    private final Map<String, String> texts = new LinkedHashMap<>();
    private int members;

    private JsonFields() {}

    /**
     * Reads an object.
     *
     * @param body UTF-8 from index 0 on
     * @throws FormatException when it is not JSON, not an object, or beyond a bound; the problem
     *     repeats nothing of it
     */
    static JsonFields read(byte[] body, int length) throws FormatException {
        JsonFields fields = new JsonFields();
        try (JsonParser parser = FACTORY.createParser(body, 0, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw FormatException.malformed("the body must be a JSON object");
            }
            fields.object("", parser);
            if (parser.nextToken() != null) {
                throw FormatException.malformed("more after the end of the object");
            }
        } catch (StreamConstraintsException e) {
            throw FormatException.malformed(
                    "nested too deeply, or a name, a text or a number is too long");
        } catch (IOException | IllegalStateException e) {
            throw FormatException.malformed("the body is not well-formed JSON");
        }
        return fields;
    }

    @Override
    public String get(String place) {
        return texts.get(place);
    }

    /** A text; empty when it is not there. */
    String text(String place) {
        return texts.getOrDefault(place, "");
    }

    /** Whether there is anything at or below a place. */
    boolean has(String place) {
        return texts.containsKey(place)
                || texts.keySet().stream().anyMatch(key -> key.startsWith(place + "/"));
    }

    /** What lies below a place. */
    FieldSource below(String place) {
        return within -> texts.get(place + "/" + within);
    }

    private void object(String path, JsonParser parser) throws IOException, FormatException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            value(path.isEmpty() ? name : path + "/" + name, parser);
        }
    }

    private void value(String path, JsonParser parser) throws IOException, FormatException {
        if (++members > MAX_MEMBERS) {
            throw FormatException.malformed("more than " + MAX_MEMBERS + " members");
        }
        switch (parser.currentToken()) {
            case START_OBJECT -> object(path, parser);
            case START_ARRAY -> {
                int index = 0;
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    value(path + "/" + index++, parser);
                }
            }
            case VALUE_NULL -> {
                return;
            }
            default -> texts.put(path, parser.getText());
        }
    }
}
