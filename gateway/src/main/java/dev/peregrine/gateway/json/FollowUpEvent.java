package dev.peregrine.gateway.json;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** What an outcome, a label or a reversal has beyond what all of them have. Reusable. */
interface FollowUpEvent {
    /** All its fields. */
    Set<FollowUpField> known();

    /** Those of its own that must be there. */
    Set<FollowUpField> required();

    void reset();

    /** Takes a field of its own. */
    void set(FollowUpField field, JsonParser parser) throws IOException;

    void eventId(CharSequence value);

    /** The payment: a Transaction with its header. */
    void original(DirectBuffer buffer, int offset, int length);

    /** Writes header and message; returns the bytes written. */
    int encode(MutableDirectBuffer event);
}
