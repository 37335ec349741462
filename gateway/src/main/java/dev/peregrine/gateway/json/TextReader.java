package dev.peregrine.gateway.json;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** Reads a request's texts. One that no field may hold is reported. Not thread-safe. */
final class TextReader {
    private static final String CARD_NUMBER = "looks like a card number; send a token in its place";

    private final FieldErrors errors;
    private final CharSlice text = new CharSlice();

    TextReader(FieldErrors errors) {
        this.errors = errors;
    }

    /**
     * Takes the text on which the parser stands.
     *
     * @return the text, valid until the next; null when it was refused
     */
    CharSequence read(ApiField field, JsonParser parser) throws IOException {
        text.clear();
        if (!JsonTypes.isString(field, parser, errors)) {
            return null;
        }
        text.wrap(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        return check(field.externalName(), field.textRule(), text) ? text : null;
    }

    /** The text read last, whether it was refused or not. */
    CharSequence last() {
        return text;
    }

    /** Whether a field may hold a text; reports it otherwise. */
    boolean check(String field, TextRule rule, CharSequence checked) {
        if (checked.length() == 0) {
            errors.add(field, "", "is empty; leave it out instead");
            return false;
        }
        if (!Texts.isClean(checked)) {
            errors.add(
                    field,
                    "",
                    "must not contain control characters, line breaks or unpaired surrogates");
            return false;
        }
        if (rule.refuses(checked)) {
            errors.add(field, "", CARD_NUMBER);
            return false;
        }
        return true;
    }

    /** A time as RFC 3339 writes it, in nanoseconds since 1970; -1 when it was refused. */
    long readTimeNs(ApiField field, JsonParser parser) throws IOException {
        CharSequence value = read(field, parser);
        if (value == null) {
            return -1;
        }
        long timeNs = Rfc3339.parse(value);
        if (timeNs < 0) {
            errors.add(
                    field,
                    Texts.snippet(value),
                    "must be a time from 1970 on as RFC 3339 writes it, such as"
                            + " 2026-01-31T12:00:00.123Z");
        }
        return timeNs;
    }

    /** One word out of several; null when it was refused. */
    <E extends Enum<E>> E readName(ApiField field, JsonParser parser, EnumNames<E> names)
            throws IOException {
        CharSequence value = read(field, parser);
        return value == null ? null : names.read(field, value, errors);
    }
}
