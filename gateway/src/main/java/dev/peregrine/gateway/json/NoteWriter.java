package dev.peregrine.gateway.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.peregrine.gateway.evidence.StoredNote;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.LabelDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.OutcomeDecoder;
import dev.peregrine.protocol.codec.ReversalDecoder;
import java.io.IOException;
import java.util.Locale;
import org.agrona.DirectBuffer;

/** Writes what happened under a payment's event id. Not thread-safe. */
final class NoteWriter {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final OutcomeDecoder outcome = new OutcomeDecoder();
    private final LabelDecoder label = new LabelDecoder();
    private final ReversalDecoder reversal = new ReversalDecoder();

    void write(StoredNote note, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", note.id());
        json.writeStringField("kind", note.kind().text());
        json.writeStringField("ingress_time", UtcTimes.text(note.ingressTimeNs()));
        if (note.refusal() != null) {
            json.writeStringField("refused", note.refusal().name().toLowerCase(Locale.ROOT));
        }
        switch (note.kind()) {
            case OUTCOME -> writeOutcome(note.event(), json);
            case LABEL -> writeLabel(note.event(), json);
            case REVERSAL -> writeReversal(note.event(), json);
            default -> writeActionTaken(note.actionTaken(), json);
        }
        json.writeEndObject();
    }

    private static void writeActionTaken(Action taken, JsonGenerator json) throws IOException {
        if (taken != null) {
            json.writeStringField("action_taken", taken.name().toLowerCase(Locale.ROOT));
        }
    }

    private void writeOutcome(DirectBuffer event, JsonGenerator json) throws IOException {
        outcome.wrapAndApplyHeader(event, 0, header);
        json.writeStringField("outcome_time", UtcTimes.text(outcome.outcomeTimeNs()));
        if (!outcome.responseCode().isEmpty()) {
            json.writeStringField("response_code", outcome.responseCode());
        }
        character("avs_result", outcome.avsResult(), json);
        character("cvv_result", outcome.cvvResult(), json);
        character("three_ds_status", outcome.threeDsStatus(), json);
        if (outcome.finalActionRaw() != 0) {
            Action action = outcome.finalAction();
            json.writeStringField("final_action", action.name().toLowerCase(Locale.ROOT));
        }
        json.writeStringField("event_id", outcome.eventId());
    }

    private void writeLabel(DirectBuffer event, JsonGenerator json) throws IOException {
        label.wrapAndApplyHeader(event, 0, header);
        json.writeStringField("label", label.kind().name().toLowerCase(Locale.ROOT));
        json.writeStringField("label_time", UtcTimes.text(label.labelTimeNs()));
        json.writeStringField("event_id", label.eventId());
        String source = label.source();
        if (!source.isEmpty()) {
            json.writeStringField("source", source);
        }
    }

    private void writeReversal(DirectBuffer event, JsonGenerator json) throws IOException {
        reversal.wrapAndApplyHeader(event, 0, header);
        json.writeStringField("reversal_time", UtcTimes.text(reversal.reversalTimeNs()));
        json.writeNumberField("amount_minor", reversal.amountMinor());
        json.writeStringField("event_id", reversal.eventId());
    }

    private static void character(String name, byte value, JsonGenerator json) throws IOException {
        if (value != 0) {
            json.writeStringField(name, Character.toString((char) value));
        }
    }
}
