package dev.peregrine.gateway.json;

import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.DecisionReplyDecoder;
import dev.peregrine.protocol.codec.Durability;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;

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
    /**
     * Copies a decision out of a client's answer.
     *
     * @param envelope its fields, but not its {@code body}
     * @param body as it lies behind its header
     */
    public static Decision copyOf(DecisionReplyDecoder envelope, DecisionBodyDecoder body) {
        int length = MessageHeaderDecoder.ENCODED_LENGTH + body.sbeDecodedLength();
        byte[] bytes = new byte[length];
        body.buffer().getBytes(body.offset() - MessageHeaderDecoder.ENCODED_LENGTH, bytes);
        return new Decision(
                envelope.replayed() != 0,
                envelope.durability(),
                envelope.queueNs(),
                envelope.engineNs(),
                envelope.durableWaitNs(),
                bytes);
    }
}
