package dev.peregrine.scoring.pipeline;

import com.lmax.disruptor.RingBuffer;

/** The stages of a pipeline behind its ring, and the threads on which they move. */
interface StageThreads {
    /** Where events are put for them. */
    RingBuffer<EventSlot> ring();

    /** Starts them on threads of their own. */
    void startThread();

    /**
     * Waits until all that is in the ring has been answered, then stops. Blocks.
     *
     * @return false when that took too long; then they go on
     */
    boolean drain(long timeoutNs);

    /** Stops them where they are, and waits for their threads, for at most some seconds each. */
    void halt();
}
