package dev.peregrine.gateway.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.peregrine.protocol.event.IpNetwork;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the small bodies of the admin port: one object of texts and whole numbers. Texts hold
 * neither control characters nor what looks like a card number.
 */
public final class AdminFields {
    /** The only field that is no text. */
    private static final String NUMBER = "version";

    private static final int MAX_TEXT = 256;
    private static final int MAX_NUMBER = 10;
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(4096)
                                    .maxNumberLength(MAX_NUMBER)
                                    .maxNameLength(MAX_TEXT)
                                    .maxNestingDepth(2)
                                    .build())
                    .build();

    private final Map<String, String> values;

    private AdminFields(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads a body; an empty one is an object without members.
     *
     * @param known names that there may be
     * @throws InvalidRequestException naming the field
     */
    public static AdminFields read(byte[] body, int length, List<String> known)
            throws InvalidRequestException {
        Map<String, String> values = new LinkedHashMap<>();
        if (length == 0) {
            return new AdminFields(values);
        }
        try (JsonParser json = JSON.createParser(body, 0, length)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw malformed("the body is no JSON object");
            }
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                if (!known.contains(name)) {
                    throw refused(
                            Texts.name(name),
                            "is not a known field" + Suggestion.hint(name, known));
                }
                values.put(name, value(name, json));
            }
            if (json.nextToken() != null) {
                throw malformed("there is more behind the JSON object");
            }
        } catch (JsonProcessingException e) {
            throw malformed("not well-formed JSON, a name twice, or a text too long");
        } catch (IOException e) {
            throw malformed("not UTF-8");
        }
        return new AdminFields(values);
    }

    private static String value(String name, JsonParser json)
            throws IOException, InvalidRequestException {
        JsonToken token = json.nextToken();
        if (token == JsonToken.VALUE_NULL) {
            return "";
        }
        boolean isNumber = name.equals(NUMBER);
        if (token != (isNumber ? JsonToken.VALUE_NUMBER_INT : JsonToken.VALUE_STRING)) {
            throw refused(name, isNumber ? "must be a whole number" : "must be a text");
        }
        String text = json.getText();
        if (text.length() > MAX_TEXT) {
            throw refused(name, "must have at most " + MAX_TEXT + " characters");
        }
        if (!Texts.isClean(text)) {
            throw refused(name, "must not hold control characters or line breaks");
        }
        if (CardNumberScan.finds(text) && !new IpNetwork().parse(text)) {
            throw refused(name, "looks like a card number; use the card's token");
        }
        return text;
    }

    /** A text; empty when it is not there. */
    public String text(String name) {
        return values.getOrDefault(name, "");
    }

    /** A text that has to be there. */
    public String required(String name) throws InvalidRequestException {
        String text = text(name);
        if (text.isEmpty()) {
            throw refused(name, "is missing");
        }
        return text;
    }

    /** A whole number above 0; 0 when it is not there. */
    public int number(String name) throws InvalidRequestException {
        String text = text(name);
        try {
            int number = text.isEmpty() ? 0 : Integer.parseInt(text);
            if (text.isEmpty() || number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw refused(name, "must be a whole number");
        }
        throw refused(name, "must be above 0");
    }

    /**
     * A whole number in a URL.
     *
     * @param text null when it is not there
     * @param none what it is then
     */
    public static int parameter(String name, String text, int none, int greatest)
            throws InvalidRequestException {
        try {
            int number = text == null ? none : Integer.parseInt(text);
            if (number >= 0 && number <= greatest) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw refused(name, "must be a whole number");
        }
        throw refused(name, "must be from 0 to " + greatest);
    }

    private static InvalidRequestException refused(String field, String detail) {
        return new InvalidRequestException(
                Problem.ofFields(
                        ProblemType.INVALID_FIELD, List.of(new FieldError(field, "", detail))));
    }

    private static InvalidRequestException malformed(String detail) {
        return new InvalidRequestException(Problem.of(ProblemType.MALFORMED_JSON, detail));
    }
}
