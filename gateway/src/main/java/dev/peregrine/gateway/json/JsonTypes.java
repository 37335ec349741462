package dev.peregrine.gateway.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Checks the type of the value on which a parser stands. One of another type is reported, never
 * repeated, and skipped with what it holds.
 */
final class JsonTypes {
    private JsonTypes() {}

    static boolean isString(ApiField field, JsonParser parser, FieldErrors errors)
            throws IOException {
        return parser.currentToken() == JsonToken.VALUE_STRING
                || refuse(field, parser, errors, "a string");
    }

    static boolean isInteger(ApiField field, JsonParser parser, FieldErrors errors)
            throws IOException {
        return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                || refuse(field, parser, errors, "an integer");
    }

    static boolean isNumber(ApiField field, JsonParser parser, FieldErrors errors)
            throws IOException {
        return parser.currentToken().isNumeric() || refuse(field, parser, errors, "a number");
    }

    static boolean isBoolean(ApiField field, JsonParser parser, FieldErrors errors)
            throws IOException {
        return parser.currentToken().isBoolean() || refuse(field, parser, errors, "a boolean");
    }

    static boolean isObject(ApiField field, JsonParser parser, FieldErrors errors)
            throws IOException {
        return parser.currentToken() == JsonToken.START_OBJECT
                || refuse(field, parser, errors, "an object");
    }

    private static boolean refuse(
            ApiField field, JsonParser parser, FieldErrors errors, String wanted)
            throws IOException {
        errors.add(field, "", "must be " + wanted + ", not " + nameOf(parser.currentToken()));
        parser.skipChildren();
        return false;
    }

    private static String nameOf(JsonToken token) {
        return switch (token) {
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT -> "an integer";
            case VALUE_NUMBER_FLOAT -> "a number with a fraction or exponent";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            default -> "null";
        };
    }
}
