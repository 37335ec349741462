package dev.peregrine.protocol.event;

import dev.peregrine.protocol.codec.EpochStartDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/** Whose an event is, without decoding it. */
public final class EventTenant {
    private EventTenant() {}

    /**
     * The tenant id, which is the first field of every event but the start of an epoch; 0 for the
     * node itself.
     *
     * @param message holds a well-formed event, header first
     */
    public static int of(DirectBuffer message, int offset) {
        int templateId =
                message.getShort(
                                offset + MessageHeaderDecoder.templateIdEncodingOffset(),
                                ByteOrder.LITTLE_ENDIAN)
                        & 0xFFFF;
        return templateId == EpochStartDecoder.TEMPLATE_ID
                ? 0
                : message.getShort(
                                offset + MessageHeaderDecoder.ENCODED_LENGTH,
                                ByteOrder.LITTLE_ENDIAN)
                        & 0xFFFF;
    }
}
