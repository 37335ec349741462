package dev.peregrine.gateway.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** Writes problems as RFC 9457 has them. */
final class ProblemWriter {
    private ProblemWriter() {}

    static void write(Problem problem, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", problem.type().uri());
        json.writeStringField("title", problem.type().title());
        json.writeNumberField("status", problem.type().status());
        json.writeStringField("detail", problem.detail());
        if (problem.line() > 0) {
            json.writeNumberField("line", problem.line());
        }
        if (problem.column() > 0) {
            json.writeNumberField("column", problem.column());
        }
        if (!problem.errors().isEmpty()) {
            json.writeArrayFieldStart("errors");
            for (FieldError error : problem.errors()) {
                json.writeStartObject();
                json.writeStringField("field", error.field());
                if (!error.value().isEmpty()) {
                    json.writeStringField("value", error.value());
                }
                json.writeStringField("detail", error.detail());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }
}
