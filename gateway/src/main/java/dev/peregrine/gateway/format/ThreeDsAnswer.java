package dev.peregrine.gateway.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.peregrine.gateway.mapping.CodeTable;
import dev.peregrine.gateway.mapping.FormatTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Writes the answer to an AReq in the form of an ARes: an indication for the ACS, which adds what
 * only it can (its own numbers, the authentication value, where the challenge is).
 *
 * @param table of the format
 * @param request that is answered
 */
record ThreeDsAnswer(FormatTable table, JsonFields request) {
    /** Identifiers of transactions: UUIDs. */
    static final Pattern TRANSACTION_ID =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final String INITIATED_BY_REQUESTOR = "03";
    private static final String EXTENSION_ID = "dev.peregrine.decision";

    FormatAnswer write(FormatResult result) {
        CodeTable statuses =
                table.code(
                        INITIATED_BY_REQUESTOR.equals(request.get("deviceChannel"))
                                ? "trans_status_3ri"
                                : "trans_status");
        String status = meaning(statuses, result.action());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("messageType", "ARes");
            json.writeStringField("messageVersion", request.text("messageVersion"));
            json.writeStringField("threeDSServerTransID", request.text("threeDSServerTransID"));
            id("dsTransID", json);
            json.writeStringField("acsTransID", UUID.randomUUID().toString());
            id("sdkTransID", json);
            json.writeStringField("transStatus", status);
            String reason = meaning(table.code("trans_status_reason"), status);
            if (!reason.isEmpty()) {
                json.writeStringField("transStatusReason", reason);
            }
            if (status.equals("C")) {
                json.writeStringField("acsChallengeMandated", "Y");
            }
            extension(result, json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return FormatAnswer.json(200, out.toByteArray());
    }

    private void id(String name, JsonGenerator json) throws IOException {
        if (TRANSACTION_ID.matcher(request.text(name)).matches()) {
            json.writeStringField(name, request.text(name));
        }
    }

    /** The decision itself, for an ACS that keeps it. */
    private static void extension(FormatResult result, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("messageExtension");
        json.writeStartObject();
        json.writeStringField("name", "peregrine");
        json.writeStringField("id", EXTENSION_ID);
        json.writeBooleanField("criticalityIndicator", false);
        json.writeObjectFieldStart("data");
        json.writeStringField("action", result.action());
        if (result.score() >= 0) {
            json.writeStringField("decision_id", result.id());
            json.writeNumberField("score", result.score());
        }
        json.writeBooleanField("final", result.score() >= 0);
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndArray();
    }

    private static String meaning(CodeTable codes, String code) {
        String meaning = codes.meaning(code);
        return meaning == null ? "" : meaning;
    }
}
