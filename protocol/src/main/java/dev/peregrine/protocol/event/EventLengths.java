package dev.peregrine.protocol.event;

import dev.peregrine.protocol.ProtocolLimits;

/** The bound on an encoded event. */
final class EventLengths {
    private EventLengths() {}

    static int check(int length) {
        if (length > ProtocolLimits.MAX_EVENT_LENGTH) {
            throw new EventFieldException(
                    "event",
                    length + " bytes",
                    "takes at most " + ProtocolLimits.MAX_EVENT_LENGTH + " bytes");
        }
        return length;
    }
}
