package dev.peregrine.scoring.pipeline;

import org.agrona.DirectBuffer;

/** Finds the bodies of decisions that are no longer in memory. May block for milliseconds. */
public interface DecisionLookup {
    /** Finds nothing. */
    DecisionLookup NONE =
            new DecisionLookup() {
                @Override
                public boolean find(long sequence, BodyConsumer consumer) {
                    return false;
                }

                @Override
                public void onRecorded(long sequence, long endPosition) {}
            };

    /**
     * Finds the decision made at a sequence.
     *
     * @param consumer called with the body, once, before the method returns true
     * @return false when it is not kept
     */
    boolean find(long sequence, BodyConsumer consumer);

    /**
     * A record was appended; for an index. Called by the publish stage, in order; must not block or
     * allocate for long.
     */
    void onRecorded(long sequence, long endPosition);

    /** Receives a decision body, header first; the buffer is valid during the call. */
    @FunctionalInterface
    interface BodyConsumer {
        void onBody(DirectBuffer buffer, int offset, int length);
    }
}
