package dev.peregrine.scoring.pipeline;

import org.agrona.DirectBuffer;

/**
 * Where answers leave. Called by the publish stage, one thread; must not block: an answer that a
 * client does not take is dropped with its session, and the client recovers by retry. Session 0 is
 * the node itself.
 */
public interface Egress {
    /**
     * The event's input is durable and its decision (if any) appended to the decision records:
     * answer it.
     */
    void onResult(EventSlot slot);

    /** The body of an event that had been decided before. {@code slot} is the duplicate's. */
    void onReplayedDecision(EventSlot slot, DirectBuffer body, int offset, int length);

    /** The decision of a duplicate is no longer kept. */
    void onDecisionUnavailable(EventSlot slot);
}
