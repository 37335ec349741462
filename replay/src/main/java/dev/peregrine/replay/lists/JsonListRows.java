package dev.peregrine.replay.lists;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.peregrine.policy.yaml.Suggestion;
import dev.peregrine.replay.backtest.csv.RowException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * A list's entries as JSON objects one after the other, a line each as a rule: texts {@code value}
 * and, where they are wanted, {@code expires} and {@code reason}. One thread; blocks on the stream.
 */
public final class JsonListRows implements ListRows {
    private static final List<String> FIELDS = List.of("value", "expires", "reason");
    private static final int MAX_TEXT = 4096;
    private static final int MAX_DEPTH = 2;
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(MAX_TEXT)
                                    .maxNameLength(MAX_TEXT)
                                    .maxNestingDepth(MAX_DEPTH)
                                    .build())
                    .build();

    private final JsonParser parser;
    private String value = "";
    private String expires = "";
    private String reason = "";
    private long line;

    /**
     * @param in closed with this
     * @throws IOException when it cannot be read
     */
    public JsonListRows(InputStream in) throws IOException {
        parser = JSON.createParser(in);
    }

    @Override
    public boolean next() throws IOException, RowException {
        try {
            JsonToken token = parser.nextToken();
            if (token == null) {
                return false;
            }
            line = parser.currentTokenLocation().getLineNr();
            if (token != JsonToken.START_OBJECT) {
                throw here("expected a JSON object");
            }
            value = "";
            expires = "";
            reason = "";
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                readField();
            }
        } catch (JsonParseException | StreamConstraintsException | CharConversionException e) {
            throw here("not well-formed, repeated or too long");
        }
        return true;
    }

    private void readField() throws IOException, RowException {
        String name = parser.currentName();
        if (!FIELDS.contains(name)) {
            throw here("unknown field" + Suggestion.of(name, FIELDS) + "; known: " + FIELDS);
        }
        if (parser.nextToken() != JsonToken.VALUE_STRING) {
            throw here(name + " is no text");
        }
        String text = parser.getText();
        switch (name) {
            case "value" -> value = text;
            case "expires" -> expires = text;
            default -> reason = text;
        }
    }

    private RowException here(String message) {
        return new RowException(
                Math.max(1, parser.currentLocation().getLineNr()),
                Math.max(1, parser.currentLocation().getColumnNr()),
                message);
    }

    @Override
    public String value() {
        return value;
    }

    @Override
    public long expiresNs() throws RowException {
        try {
            return expires.isEmpty() ? 0 : ListFile.timeNs(expires);
        } catch (IllegalArgumentException e) {
            throw error("expires", e.getMessage());
        }
    }

    @Override
    public String reason() {
        return reason;
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public RowException error(String column, String message) {
        return new RowException(line, 1, column + ": " + message);
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
