package dev.peregrine.gateway.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.ReasonMethod;
import dev.peregrine.protocol.codec.Sha256Decoder;
import java.io.IOException;
import java.util.Locale;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Writes a decision as the HTTP API has it. Not thread-safe. */
final class DecisionWriter {
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final DecisionBodyDecoder body = new DecisionBodyDecoder();
    private final byte[] text = new byte[ProtocolLimits.MAX_DECISION_BODY_LENGTH];
    private String action = "";

    /** Name of the action that was written last. */
    String action() {
        return action;
    }

    void write(Decision decision, JsonGenerator json) throws IOException {
        buffer.wrap(decision.body());
        json.writeStartObject();
        writeFields(buffer, json);
        writeEnvelope(decision, json);
        json.writeEndObject();
    }

    /**
     * Writes the members of a decision but its envelope.
     *
     * @param decisionBody DecisionBody with its header, from index 0 on
     */
    void writeFields(DirectBuffer decisionBody, JsonGenerator json) throws IOException {
        body.wrapAndApplyHeader(decisionBody, 0, header);
        for (DecisionBodyDecoder.ReasonsDecoder reason : body.reasons()) {
            reason.sbeSkip();
        }
        int eventIdLength = body.getEventId(text, 0, text.length);
        body.sbeRewind();
        json.writeStringField("decision_id", body.epoch() + "-" + body.sequence());
        json.writeFieldName("event_id");
        json.writeUTF8String(text, 0, eventIdLength);
        action = name(body.action());
        json.writeStringField("action", action);
        json.writeNumberField("score", body.score());
        json.writeStringField("risk_level", name(body.riskLevel()));
        long sequence = body.sequence();
        writeReasons(json);
        writePolicy(json);
        json.writeNumberField("sequence", sequence);
        json.writeBooleanField("final", true);
    }

    private void writePolicy(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("policy");
        json.writeNumberField("version", body.policyVersion());
        json.writeFieldName("hash");
        Sha256Decoder hash = body.policyHash();
        putHex(hash.word0(), 0);
        putHex(hash.word1(), 16);
        putHex(hash.word2(), 32);
        putHex(hash.word3(), 48);
        json.writeUTF8String(text, 0, 64);
        json.writeEndObject();
    }

    private void writeReasons(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("reasons");
        for (DecisionBodyDecoder.ReasonsDecoder reason : body.reasons()) {
            int contribution = reason.contribution();
            ReasonMethod method = reason.method();
            json.writeStartObject();
            json.writeFieldName("code");
            json.writeUTF8String(text, 0, reason.getCode(text, 0, text.length));
            int sourceLength = reason.getSource(text, 0, text.length);
            int textLength = reason.getText(text, sourceLength, text.length - sourceLength);
            json.writeFieldName("text");
            json.writeUTF8String(text, sourceLength, textLength);
            json.writeFieldName(method == ReasonMethod.RULE ? "rule_id" : "feature");
            json.writeUTF8String(text, 0, sourceLength);
            json.writeNumberField("contribution", contribution);
            json.writeStringField("method", name(method));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeEnvelope(Decision decision, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("envelope");
        json.writeBooleanField("replayed", decision.replayed());
        json.writeStringField("durability", name(decision.durability()));
        json.writeBooleanField("stand_in", false);
        if (decision.superseded() != null) {
            StandInWriter.writeSuperseded(decision.superseded(), json);
        }
        json.writeObjectFieldStart("latency_us");
        writeMicros("queue", decision.queueNs(), json);
        writeMicros("engine", decision.engineNs(), json);
        writeMicros("durable_wait", decision.durableWaitNs(), json);
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Microseconds with one decimal. */
    private static void writeMicros(String name, long ns, JsonGenerator json) throws IOException {
        long tenths = (Math.max(0, ns) + 50) / 100;
        json.writeFieldName(name);
        json.writeNumber(tenths / 10 + "." + tenths % 10);
    }

    private void putHex(long word, int offset) {
        for (int i = 0; i < 16; i++) {
            text[offset + i] = (byte) Character.forDigit((int) (word >>> (60 - 4 * i)) & 0xF, 16);
        }
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
