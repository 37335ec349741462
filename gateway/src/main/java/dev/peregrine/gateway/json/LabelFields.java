package dev.peregrine.gateway.json;

import com.fasterxml.jackson.core.JsonParser;
import dev.peregrine.protocol.codec.LabelKind;
import dev.peregrine.protocol.event.LabelBuilder;
import java.io.IOException;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Whether a payment was fraud. */
final class LabelFields implements FollowUpEvent {
    static final Set<FollowUpField> KNOWN =
            FollowUpField.commonAnd(
                    FollowUpField.LABEL_TIME, FollowUpField.KIND, FollowUpField.SOURCE);
    private static final Set<FollowUpField> REQUIRED =
            Set.of(FollowUpField.LABEL_TIME, FollowUpField.KIND);

    private final FieldErrors errors;
    private final TextReader texts;
    private final LabelBuilder builder = new LabelBuilder();

    LabelFields(FieldErrors errors, TextReader texts) {
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
            case LABEL_TIME -> {
                long timeNs = texts.readTimeNs(field, parser);
                if (timeNs >= 0) {
                    builder.labelTimeNs(timeNs);
                }
            }
            case KIND -> {
                LabelKind kind = texts.readName(field, parser, Names.LABELS);
                if (kind != null) {
                    builder.kind(kind);
                }
            }
            default -> source(field, parser);
        }
    }

    /** Kept as ASCII, so nothing else is taken. */
    private void source(FollowUpField field, JsonParser parser) throws IOException {
        CharSequence text = texts.read(field, parser);
        if (text == null) {
            return;
        }
        if (text.chars().anyMatch(c -> c > 0x7E)) {
            errors.add(field, Texts.snippet(text), "must be ASCII characters");
        } else {
            builder.source(text);
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
