package dev.peregrine.policy.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.Arrays;

/**
 * Goes through a JSON file value by value: nothing is built but what is asked for, and every
 * mistake has its place. Depth and lengths are bounded.
 */
final class JsonCursor implements AutoCloseable {
    private static final int SHOWN = 40;
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(16)
                                    .maxStringLength(1 << 16)
                                    .maxNumberLength(64)
                                    .maxNameLength(256)
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build();

    private final JsonParser parser;
    private String name = "the file";

    /** Reads the value of a field, all of it. */
    interface Field {
        void read(String name) throws ModelFormatException;
    }

    /** Reads an element of a list, all of it. */
    interface Element {
        void read(int index) throws ModelFormatException;
    }

    /** Reads a number of a list from its text. */
    private interface NumberText {
        void read(int index, String text) throws ModelFormatException;
    }

    private interface Step<T> {
        T take() throws IOException;
    }

    JsonCursor(byte[] content) throws ModelFormatException {
        parser = step(() -> FACTORY.createParser(content));
        step(parser::nextToken);
    }

    /** A mistake at the current value. */
    ModelFormatException wrong(String message) {
        return wrong(parser.currentTokenLocation(), message);
    }

    /** Line of the current value, from 1. */
    int line() {
        return Math.max(1, parser.currentTokenLocation().getLineNr());
    }

    /** Column of the current value, from 1. */
    int column() {
        return Math.max(1, parser.currentTokenLocation().getColumnNr());
    }

    private static ModelFormatException wrong(JsonLocation place, String message) {
        return new ModelFormatException(
                Math.max(1, place.getLineNr()), Math.max(1, place.getColumnNr()), message);
    }

    private static <T> T step(Step<T> step) throws ModelFormatException {
        try {
            return step.take();
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation() == null ? JsonLocation.NA : e.getLocation();
            String said = e.getOriginalMessage().replaceAll("\\s+", " ").strip();
            throw wrong(place, "malformed JSON: " + said);
        } catch (IOException e) {
            throw wrong(JsonLocation.NA, "malformed JSON: " + e.getMessage());
        }
    }

    /** Reads an object; the handler reads or skips each of its values. */
    void object(Field handler) throws ModelFormatException {
        expect(JsonToken.START_OBJECT, "an object");
        String outer = name;
        while (step(parser::nextToken) != JsonToken.END_OBJECT) {
            String field = step(parser::currentName);
            step(parser::nextToken);
            name = "'" + field + "'";
            handler.read(field);
        }
        name = outer;
    }

    /** Reads a list of at most so many elements; the handler reads or skips each. */
    int list(int most, Element handler) throws ModelFormatException {
        expect(JsonToken.START_ARRAY, "a list");
        String outer = name;
        int count = 0;
        while (step(parser::nextToken) != JsonToken.END_ARRAY) {
            if (count == most) {
                throw wrong(outer + " has more than " + most + " entries");
            }
            name = "entry " + count + " of " + outer;
            handler.read(count++);
        }
        name = outer;
        return count;
    }

    /** Leaves out the current value. */
    void skip() throws ModelFormatException {
        step(parser::skipChildren);
    }

    String text() throws ModelFormatException {
        expect(JsonToken.VALUE_STRING, "a text");
        return step(parser::getText);
    }

    /** A finite number. */
    double number() throws ModelFormatException {
        if (!isNumber()) {
            throw mustBe("a number");
        }
        double value = Double.parseDouble(step(parser::getText));
        if (!Double.isFinite(value)) {
            throw mustBe("a finite number");
        }
        return value;
    }

    /** A whole number in [min, max]. */
    int integer(int min, int max) throws ModelFormatException {
        if (!isNumber()) {
            throw mustBe("a whole number from " + min + " to " + max);
        }
        return integer(step(parser::getText), min, max);
    }

    /** Whole numbers in [min, max], or booleans for 0 and 1; at most so many. */
    int[] integers(int most, int min, int max) throws ModelFormatException {
        int[][] values = {new int[16]};
        int count =
                numbers(
                        most,
                        (i, text) -> {
                            values[0] =
                                    i < values[0].length
                                            ? values[0]
                                            : Arrays.copyOf(values[0], 2 * i);
                            values[0][i] = integer(text, min, max);
                        });
        return Arrays.copyOf(values[0], count);
    }

    /** Numbers in single precision, finite or not; at most so many. */
    float[] floats(int most) throws ModelFormatException {
        float[][] values = {new float[16]};
        int count =
                numbers(
                        most,
                        (i, text) -> {
                            values[0] =
                                    i < values[0].length
                                            ? values[0]
                                            : Arrays.copyOf(values[0], 2 * i);
                            values[0][i] = Float.parseFloat(text.replace("INF", "Infinity"));
                        });
        return Arrays.copyOf(values[0], count);
    }

    private int numbers(int most, NumberText handler) throws ModelFormatException {
        return list(
                most,
                i -> {
                    JsonToken token = parser.currentToken();
                    if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
                        handler.read(i, token == JsonToken.VALUE_TRUE ? "1" : "0");
                    } else if (isNumber()) {
                        handler.read(i, step(parser::getText));
                    } else {
                        throw mustBe("a number");
                    }
                });
    }

    private int integer(String text, int min, int max) throws ModelFormatException {
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, as a number out of range is.
        }
        throw mustBe("a whole number from " + min + " to " + max);
    }

    private boolean isNumber() {
        JsonToken token = parser.currentToken();
        return token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
    }

    private void expect(JsonToken token, String what) throws ModelFormatException {
        if (parser.currentToken() != token) {
            throw mustBe(what);
        }
    }

    private ModelFormatException mustBe(String what) throws ModelFormatException {
        JsonToken token = parser.currentToken();
        String shown =
                token == null
                        ? "the end of the file"
                        : token == JsonToken.START_OBJECT
                                ? "an object"
                                : token == JsonToken.START_ARRAY
                                        ? "a list"
                                        : "'" + shorten(step(parser::getText)) + "'";
        return wrong(name + " must be " + what + ", not " + shown);
    }

    private static String shorten(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    /** Nothing may follow. */
    void end() throws ModelFormatException {
        if (step(parser::nextToken) != null) {
            throw wrong("nothing may follow the object");
        }
    }

    @Override
    public void close() throws ModelFormatException {
        step(
                () -> {
                    parser.close();
                    return null;
                });
    }
}
