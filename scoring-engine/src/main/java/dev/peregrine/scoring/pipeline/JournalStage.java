package dev.peregrine.scoring.pipeline;

import com.lmax.disruptor.EventHandler;
import dev.peregrine.scoring.log.Log;
import org.agrona.concurrent.IdleStrategy;

/** Appends each event to the journal. Waits when the journal is slow: nothing may pass it by. */
final class JournalStage implements EventHandler<EventSlot> {
    private final Log journal;
    private final IdleStrategy idle;
    private final PipelineState state;
    private final StageClock clock;

    JournalStage(PipelineContext context, PipelineState state, StageClock clock) {
        journal = context.journal();
        idle = context.newIdleStrategy();
        this.state = state;
        this.clock = clock;
    }

    @Override
    public void onEvent(EventSlot slot, long ringSequence, boolean endOfBatch) {
        if (state.failed()) {
            return;
        }
        while (!tryAppend(slot)) {
            state.checkRunning();
            idle.idle();
        }
        idle.reset();
    }

    /**
     * Appends an event.
     *
     * @return false when the journal has no room for it now
     */
    boolean tryAppend(EventSlot slot) {
        if (slot.journalStartNanos == 0) {
            slot.journalStartNanos = clock.begin(slot.receivedNanos);
        }
        long position =
                journal.append(
                        slot.epoch,
                        slot.sequence,
                        slot.ingressTimeNs,
                        slot.event,
                        0,
                        slot.eventLength);
        if (position == Log.BACK_PRESSURED) {
            return false;
        }
        slot.journalPosition = position;
        slot.journalEndNanos = clock.end();
        return true;
    }
}
