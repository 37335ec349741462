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
 * @param superseded what the caller was told before; null when nothing
 */
@SuppressWarnings("ArrayRecordComponent")
public record Decision(
        boolean replayed,
        Durability durability,
        long queueNs,
        long engineNs,
        long durableWaitNs,
        byte[] body,
        StandInDecision superseded) {
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
                bytes,
                null);
    }

    /** The same, with what the caller was told before; null when nothing. */
    public Decision superseding(StandInDecision standIn) {
        return new Decision(replayed, durability, queueNs, engineNs, durableWaitNs, body, standIn);
    }

    /** The same, as an answer to a retry. */
    public Decision again() {
        return new Decision(true, durability, queueNs, engineNs, durableWaitNs, body, superseded);
    }
}
