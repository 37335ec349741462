package dev.peregrine.gateway.json;

import dev.peregrine.protocol.codec.Durability;
import dev.peregrine.protocol.codec.EventAckDecoder;
import dev.peregrine.protocol.codec.EventStatus;

/**
 * An event that wanted no decision was applied.
 *
 * @param epoch run in which the event got its sequence
 * @param sequence place in the order of all events; of a duplicate, the original's
 * @param status what the engine did with it
 * @param durability what held of the event when the answer was sent
 */
public record Acknowledgement(
        long epoch, long sequence, EventStatus status, Durability durability) {
    /** Copies an acknowledgement out of a client's answer. */
    public static Acknowledgement copyOf(EventAckDecoder ack) {
        return new Acknowledgement(ack.epoch(), ack.sequence(), ack.status(), ack.durability());
    }
}
