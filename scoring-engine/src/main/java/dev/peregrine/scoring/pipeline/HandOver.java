package dev.peregrine.scoring.pipeline;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.Sequence;

/**
 * The work of one of the pipeline's threads: its stages, one after the other for each event. The
 * ring lets the next thread at a batch when all of it is done, and a batch is all that waits; this
 * hands over every {@value #EVENTS} events as well, so that the threads work side by side, and
 * slots become free, however long the batch.
 */
final class HandOver implements EventHandler<EventSlot> {
    /** A power of two. Less costs a write to a line that another core reads, each time. */
    static final int EVENTS = 32;

    private final EventHandler<EventSlot> first;
    private final EventHandler<EventSlot> second;
    private Sequence done;

    /** A thread with one stage. */
    HandOver(EventHandler<EventSlot> only) {
        this(only, (slot, ringSequence, endOfBatch) -> {});
    }

    /** A thread with two. */
    HandOver(EventHandler<EventSlot> first, EventHandler<EventSlot> second) {
        this.first = first;
        this.second = second;
    }

    @Override
    public void setSequenceCallback(Sequence sequenceCallback) {
        done = sequenceCallback;
    }

    @Override
    public void onEvent(EventSlot slot, long ringSequence, boolean endOfBatch) throws Exception {
        first.onEvent(slot, ringSequence, endOfBatch);
        second.onEvent(slot, ringSequence, endOfBatch);
        if ((ringSequence & EVENTS - 1) == 0) {
            done.set(ringSequence);
        }
    }
}
