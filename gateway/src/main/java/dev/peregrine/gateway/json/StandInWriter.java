package dev.peregrine.gateway.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;

/** Writes stand-ins as the HTTP API has them. */
final class StandInWriter {
    private StandInWriter() {}

    /**
     * Writes an answer.
     *
     * @param replayed whether it had been given before
     */
    static void write(StandInDecision standIn, boolean replayed, JsonGenerator json)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("event_id", standIn.eventId());
        json.writeStringField("action", action(standIn));
        json.writeObjectFieldStart("policy");
        json.writeStringField("name", standIn.policy().name());
        json.writeNumberField("version", standIn.policy().version());
        json.writeStringField("hash", standIn.policy().hash());
        json.writeEndObject();
        json.writeBooleanField("final", false);
        json.writeObjectFieldStart("envelope");
        json.writeBooleanField("replayed", replayed);
        json.writeStringField("durability", "synced");
        json.writeBooleanField("stand_in", true);
        json.writeStringField("stand_in_reason", standIn.reason().text());
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Writes what a later decision takes the place of; a member of its envelope. */
    static void writeSuperseded(StandInDecision standIn, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("superseded_stand_in");
        json.writeStringField("action", action(standIn));
        json.writeStringField("reason", standIn.reason().text());
        json.writeEndObject();
    }

    /** Name of the action. */
    static String action(StandInDecision standIn) {
        return standIn.action().name().toLowerCase(Locale.ROOT);
    }
}
