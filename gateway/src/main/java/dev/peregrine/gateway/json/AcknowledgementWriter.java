package dev.peregrine.gateway.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;

/** Writes acknowledgements as the HTTP API has them. */
final class AcknowledgementWriter {
    private AcknowledgementWriter() {}

    static void write(Acknowledgement ack, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("ack_id", ack.epoch() + "-" + ack.sequence());
        json.writeStringField("status", ack.status().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("sequence", ack.sequence());
        json.writeObjectFieldStart("envelope");
        json.writeStringField("durability", ack.durability().name().toLowerCase(Locale.ROOT));
        json.writeEndObject();
        json.writeEndObject();
    }
}
