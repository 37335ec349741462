package dev.peregrine.client;

import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.DecisionReplyDecoder;
import dev.peregrine.protocol.codec.EventAckDecoder;
import dev.peregrine.protocol.codec.EventRejectedDecoder;
import dev.peregrine.protocol.codec.StateHashReplyDecoder;

/**
 * Takes the one answer to one event. Called once, on the client's thread: must not block. Decoders
 * are valid until the method returns.
 */
public interface AnswerHandler {
    /**
     * A decision.
     *
     * @param envelope its fields, but not its {@code body}, which is {@code body}
     */
    default void onDecision(DecisionReplyDecoder envelope, DecisionBodyDecoder body) {}

    /** The event wanted no decision; it is durable and applied. */
    default void onAck(EventAckDecoder ack) {}

    /** The event was refused and had no effect. */
    default void onRejected(EventRejectedDecoder rejected) {}

    /** The state's hash. */
    default void onStateHash(StateHashReplyDecoder hash) {}

    /**
     * No answer came before the deadline, or before the client was closed. The event may have had
     * its effect; it can be sent again under the same event id.
     */
    default void onTimeout() {}
}
