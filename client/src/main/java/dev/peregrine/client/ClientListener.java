package dev.peregrine.client;

import dev.peregrine.protocol.codec.AttributeDictionaryDecoder;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.DecisionReplyDecoder;
import dev.peregrine.protocol.codec.EventAckDecoder;
import dev.peregrine.protocol.codec.EventRejectedDecoder;
import dev.peregrine.protocol.codec.StateHashReplyDecoder;

/**
 * Answers of a session, called from {@link PeregrineClient#poll()} on the polling thread. Decoders
 * are reused: valid until the method returns.
 */
public interface ClientListener {
    /**
     * A decision.
     *
     * @param envelope its fields, but not its {@code body}, which is {@code body}
     */
    default void onDecision(
            long correlationId, DecisionReplyDecoder envelope, DecisionBodyDecoder body) {}

    /** An event that wants no decision is durable and applied. */
    default void onAck(long correlationId, EventAckDecoder ack) {}

    /** An event was refused and had no effect. */
    default void onRejected(long correlationId, EventRejectedDecoder rejected) {}

    /** The state's hash. */
    default void onStateHash(long correlationId, StateHashReplyDecoder hash) {}

    /** A tenant's dictionary of own attributes. */
    default void onAttributes(long correlationId, AttributeDictionaryDecoder dictionary) {}

    /** The session has ended; called once. */
    default void onSessionClosed(SessionEnd end) {}
}
