package dev.peregrine.gateway.json;

import dev.peregrine.protocol.codec.DecisionReplyDecoder;
import dev.peregrine.protocol.codec.Durability;

/**
 * A decision and how it was delivered, kept beyond the message that brought it.
 *
 * @param replayed whether the event had been decided before
 * @param durability what held of the input when the answer was sent
 * @param queueNs from the ingress stamp until the engine took the event
 * @param engineNs in the engine
 * @param durableWaitNs from the engine's end until the input was durable
 * @param body DecisionBody with its header
 */
@SuppressWarnings("ArrayRecordComponent")
public record Decision(
        boolean replayed,
        Durability durability,
        long queueNs,
        long engineNs,
        long durableWaitNs,
        byte[] body) {
    /** Copies a decision out of a reply; reads the reply from its beginning. */
    public static Decision copyOf(DecisionReplyDecoder reply) {
        reply.sbeRewind();
        boolean replayed = reply.replayed() != 0;
        Durability durability = reply.durability();
        long queueNs = reply.queueNs();
        long engineNs = reply.engineNs();
        long durableWaitNs = reply.durableWaitNs();
        byte[] body = new byte[reply.bodyLength()];
        reply.getBody(body, 0, body.length);
        return new Decision(replayed, durability, queueNs, engineNs, durableWaitNs, body);
    }
}
