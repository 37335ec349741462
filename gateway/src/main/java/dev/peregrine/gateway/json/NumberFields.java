package dev.peregrine.gateway.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import dev.peregrine.protocol.ProtocolLimits;
import java.io.IOException;

/** Reads the request's numbers. A value that cannot be taken is reported and read as 0. */
final class NumberFields {
    private static final double MICRO = 1e6;
    private static final int CATEGORY_DIGITS = 4;
    private static final int MAX_CATEGORY = 9999;

    private final FieldErrors errors;

    NumberFields(FieldErrors errors) {
        this.errors = errors;
    }

    /** An amount in minor units. */
    long amountMinor(ApiField field, JsonParser parser) throws IOException {
        if (!JsonTypes.isInteger(field, parser, errors)) {
            return 0;
        }
        long value = parser.getNumberType() == NumberType.BIG_INTEGER ? -1 : parser.getLongValue();
        if (value < 0 || value > ProtocolLimits.MAX_AMOUNT_MINOR) {
            errors.add(
                    field,
                    Texts.snippet(parser.getText()),
                    "must be from 0 to " + ProtocolLimits.MAX_AMOUNT_MINOR);
            return 0;
        }
        return value;
    }

    /** Degrees, read as microdegrees, half a microdegree to even. */
    int microdegrees(ApiField field, JsonParser parser, int bound) throws IOException {
        if (!JsonTypes.isNumber(field, parser, errors)) {
            return 0;
        }
        double degrees = parser.getDoubleValue();
        if (!(degrees >= -bound && degrees <= bound)) {
            errors.add(
                    field,
                    Texts.snippet(parser.getText()),
                    "must be degrees from -" + bound + " to " + bound);
            return 0;
        }
        return (int) Math.rint(degrees * MICRO);
    }

    /** A merchant category code, as a string of four digits or as a number. */
    int merchantCategory(ApiField field, JsonParser parser) throws IOException {
        int value = -1;
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            value = parser.getNumberType() == NumberType.INT ? parser.getIntValue() : -1;
        } else if (JsonTypes.isString(field, parser, errors)) {
            value = fourDigits(parser.getText());
        } else {
            return 0;
        }
        if (value < 0 || value > MAX_CATEGORY) {
            errors.add(
                    field,
                    Texts.snippet(parser.getText()),
                    "must be a merchant category code of four digits, such as \"5411\"");
            return 0;
        }
        return value;
    }

    private static int fourDigits(String text) {
        if (text.length() != CATEGORY_DIGITS) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < CATEGORY_DIGITS; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value;
    }
}
