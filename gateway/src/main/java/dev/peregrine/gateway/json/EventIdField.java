package dev.peregrine.gateway.json;

import com.fasterxml.jackson.core.JsonParser;
import dev.peregrine.protocol.event.EventFieldException;
import java.io.IOException;
import java.util.function.Consumer;

/** The identity of an event: from its object or from the Idempotency-Key header. Reusable. */
final class EventIdField {
    static final String KEY_HEADER = "Idempotency-Key";

    private final FieldErrors errors;
    private final TextReader texts;
    private boolean given;
    private String eventId = "";

    EventIdField(FieldErrors errors, TextReader texts) {
        this.errors = errors;
        this.texts = texts;
    }

    void reset() {
        given = false;
        eventId = "";
    }

    /** What the object says; empty when it says nothing valid. */
    String value() {
        return eventId;
    }

    /** Takes what the object says. */
    void read(ApiField field, JsonParser parser, Consumer<CharSequence> setter) throws IOException {
        given = true;
        CharSequence text = texts.read(field, parser);
        if (text != null) {
            eventId = text.toString();
            setter.accept(eventId);
        }
    }

    /** Reports when the object gave no id and there is no other place for it. */
    void require(ApiField field) {
        if (!given) {
            errors.add(field, "", "is missing");
        }
    }

    /** Takes what the header says, null if it is absent, and reports when there is no id. */
    void finish(ApiField field, String header, Consumer<CharSequence> setter) {
        if (header == null) {
            if (!given) {
                errors.add(field, "", "is missing; give it here or as " + KEY_HEADER + " header");
            }
            return;
        }
        String key = unquoted(header);
        if (given) {
            if (!key.equals(eventId)) {
                errors.add(KEY_HEADER, Texts.snippet(key), "must equal " + field.externalName());
            }
            return;
        }
        if (!isVisibleAscii(key)) {
            errors.add(KEY_HEADER, Texts.snippet(key), "must be visible ASCII characters");
        } else if (texts.check(KEY_HEADER, TextRule.IDENTIFIER, key)) {
            try {
                setter.accept(key);
            } catch (EventFieldException e) {
                errors.add(KEY_HEADER, e, key);
            }
        }
    }

    /** The header is a bare text, or a quoted string as the IETF draft has it. */
    private static String unquoted(String header) {
        int last = header.length() - 1;
        boolean quoted = last > 0 && header.charAt(0) == '"' && header.charAt(last) == '"';
        return quoted ? header.substring(1, last) : header;
    }

    private static boolean isVisibleAscii(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > 0x20 && c < 0x7F);
    }
}
