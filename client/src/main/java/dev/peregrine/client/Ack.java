package dev.peregrine.client;

import dev.peregrine.protocol.codec.Durability;
import dev.peregrine.protocol.codec.EventAckDecoder;
import dev.peregrine.protocol.codec.EventStatus;

/**
 * An event that wants no decision is durable and applied.
 *
 * @param epoch run of the node in which the event got its sequence
 * @param sequence place in the order; of a duplicate, the original's
 * @param status what was done
 * @param durability what held of the event when the answer was sent
 */
public record Ack(long epoch, long sequence, EventStatus status, Durability durability) {
    static Ack of(EventAckDecoder ack) {
        return new Ack(ack.epoch(), ack.sequence(), ack.status(), ack.durability());
    }
}
