package dev.peregrine.scoring.pipeline;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.Sequence;

/**
 * A stage with a thread of its own. The ring lets the next stage at a batch when all of it is done,
 * and a batch is all that waits; this hands over every {@value #EVENTS} events as well, so that the
 * threads work side by side, and slots become free, however long the batch.
 */
final class HandOver implements EventHandler<EventSlot> {
    /** A power of two. Less costs a write to a line that another core reads, each time. */
    static final int EVENTS = 32;

    private final EventHandler<EventSlot> stage;
    private Sequence done;

    HandOver(EventHandler<EventSlot> stage) {
        this.stage = stage;
    }

    @Override
    public void setSequenceCallback(Sequence sequenceCallback) {
        done = sequenceCallback;
    }

    @Override
    public void onEvent(EventSlot slot, long ringSequence, boolean endOfBatch) throws Exception {
        stage.onEvent(slot, ringSequence, endOfBatch);
        if ((ringSequence & EVENTS - 1) == 0) {
            done.set(ringSequence);
        }
    }
}
