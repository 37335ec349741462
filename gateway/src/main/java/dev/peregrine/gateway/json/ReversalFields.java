package dev.peregrine.gateway.json;

import com.fasterxml.jackson.core.JsonParser;
import dev.peregrine.protocol.event.ReversalBuilder;
import java.io.IOException;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** How much of a payment is taken back. */
final class ReversalFields implements FollowUpEvent {
    private static final Set<FollowUpField> REQUIRED =
            Set.of(FollowUpField.REVERSAL_TIME, FollowUpField.AMOUNT_MINOR);
    private static final Set<FollowUpField> KNOWN =
            FollowUpField.commonAnd(FollowUpField.REVERSAL_TIME, FollowUpField.AMOUNT_MINOR);

    private final TextReader texts;
    private final NumberFields numbers;
    private final ReversalBuilder builder = new ReversalBuilder();

    ReversalFields(FieldErrors errors, TextReader texts) {
        this.texts = texts;
        this.numbers = new NumberFields(errors);
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
        if (field == FollowUpField.AMOUNT_MINOR) {
            builder.amountMinor(numbers.amountMinor(field, parser));
            return;
        }
        long timeNs = texts.readTimeNs(field, parser);
        if (timeNs >= 0) {
            builder.reversalTimeNs(timeNs);
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
