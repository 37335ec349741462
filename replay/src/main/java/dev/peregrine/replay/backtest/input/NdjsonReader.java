package dev.peregrine.replay.backtest.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.peregrine.replay.backtest.csv.RowException;
import dev.peregrine.replay.backtest.csv.RowReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON objects, one on each line. Fields are found by name; {@code card.token} is field {@code
 * token} of the object {@code card}. What a line lacks, or null, is an empty value; true and false
 * are 1 and 0. Empty lines are passed over. One thread.
 */
final class NdjsonReader implements RowReader {
    private final InputStream in;
    private final LineReader lines;
    private final JsonFactory factory = new JsonFactory();
    private final Map<String, Integer> places = new HashMap<>();
    private final List<String> names;
    private final FieldBytes fields;
    private final int[] columns;
    private long line;

    NdjsonReader(InputStream in, List<String> names) {
        this.in = in;
        this.names = names;
        lines = new LineReader(in);
        fields = new FieldBytes(names.size());
        columns = new int[names.size()];
        for (int i = 0; i < names.size(); i++) {
            places.put(names.get(i), i);
        }
    }

    @Override
    public boolean next() throws IOException, RowException {
        do {
            if (!lines.next()) {
                return false;
            }
            line++;
        } while (lines.length() == 0);
        if (lines.isTooLong()) {
            throw new RowException(
                    line, 1, "the line is longer than " + LineReader.MAX_LENGTH + " bytes");
        }
        fields.clear();
        try (JsonParser parser =
                factory.createParser(lines.bytes(), lines.offset(), lines.length())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new RowException(line, 1, "expected a JSON object");
            }
            object(parser, "");
            if (parser.nextToken() != null) {
                throw new RowException(line, column(parser), "expected the end of the line");
            }
        } catch (JsonProcessingException e) {
            throw new RowException(
                    line, e.getLocation().getColumnNr(), "no JSON: " + e.getOriginalMessage());
        }
        return true;
    }

    private void object(JsonParser parser, String prefix) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = prefix + parser.currentName();
            JsonToken token = parser.nextToken();
            Integer place = places.get(name);
            if (token == JsonToken.START_OBJECT) {
                object(parser, name + ".");
            } else if (token == JsonToken.START_ARRAY) {
                parser.skipChildren();
            } else if (place != null) {
                columns[place] = column(parser);
                fields.set(place, text(parser, token));
            }
        }
    }

    private static String text(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_TRUE -> "1";
            case VALUE_FALSE -> "0";
            case VALUE_NULL -> "";
            default -> parser.getText();
        };
    }

    private static int column(JsonParser parser) {
        return parser.currentTokenLocation().getColumnNr();
    }

    @Override
    public int fieldCount() {
        return names.size();
    }

    @Override
    public byte[] bytes() {
        return fields.bytes();
    }

    @Override
    public int offset(int field) {
        return fields.offset(field);
    }

    @Override
    public int length(int field) {
        return fields.length(field);
    }

    @Override
    public String text(int field) {
        return fields.text(field);
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public int column(int field) {
        return fields.length(field) == 0 ? 1 : columns[field];
    }

    @Override
    public RowException error(int field, String message) {
        return new RowException(line, column(field), message);
    }

    @Override
    public String raw() {
        return new String(lines.bytes(), lines.offset(), lines.length(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
