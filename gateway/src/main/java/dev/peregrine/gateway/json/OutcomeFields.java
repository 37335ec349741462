package dev.peregrine.gateway.json;

import com.fasterxml.jackson.core.JsonParser;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.event.OutcomeBuilder;
import java.io.IOException;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** What became of a payment. */
final class OutcomeFields implements FollowUpEvent {
    static final Set<FollowUpField> KNOWN =
            FollowUpField.commonAnd(
                    FollowUpField.OUTCOME_TIME,
                    FollowUpField.RESPONSE_CODE,
                    FollowUpField.AVS_RESULT,
                    FollowUpField.CVV_RESULT,
                    FollowUpField.THREE_DS_STATUS,
                    FollowUpField.FINAL_ACTION);
    private static final Set<FollowUpField> REQUIRED = Set.of(FollowUpField.OUTCOME_TIME);

    private final FieldErrors errors;
    private final TextReader texts;
    private final OutcomeBuilder builder = new OutcomeBuilder();

    OutcomeFields(FieldErrors errors, TextReader texts) {
        this.errors = errors;
        this.texts = texts;
    }

    @Override
    public Set<FollowUpField> known() {
        return KNOWN;
    }

    @Override
    public Set<FollowUpField> required() {
        return REQUIRED;
    }

    @Override
    public void reset() {
        builder.reset();
    }

    @Override
    public void set(FollowUpField field, JsonParser parser) throws IOException {
        switch (field) {
            case OUTCOME_TIME -> {
                long timeNs = texts.readTimeNs(field, parser);
                if (timeNs >= 0) {
                    builder.outcomeTimeNs(timeNs);
                }
            }
            case FINAL_ACTION -> {
                Action action = texts.readName(field, parser, Names.ACTIONS);
                if (action != null) {
                    builder.finalAction(action);
                }
            }
            default -> code(field, parser);
        }
    }

    private void code(FollowUpField field, JsonParser parser) throws IOException {
        CharSequence text = texts.read(field, parser);
        if (text == null) {
            return;
        }
        if (field == FollowUpField.RESPONSE_CODE) {
            builder.responseCode(text);
        } else if (text.length() != 1) {
            errors.add(field, Texts.snippet(text), "must be one character");
        } else if (field == FollowUpField.AVS_RESULT) {
            builder.avsResult(text.charAt(0));
        } else if (field == FollowUpField.CVV_RESULT) {
            builder.cvvResult(text.charAt(0));
        } else {
            builder.threeDsStatus(text.charAt(0));
        }
    }

    @Override
    public void eventId(CharSequence value) {
        builder.eventId(value);
    }

    @Override
    public void original(DirectBuffer buffer, int offset, int length) {
        builder.original(buffer, offset, length);
    }

    @Override
    public int encode(MutableDirectBuffer event) {
        return builder.encode(event, 0);
    }
}
