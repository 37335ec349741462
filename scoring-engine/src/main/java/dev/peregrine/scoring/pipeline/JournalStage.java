package dev.peregrine.scoring.pipeline;

import com.lmax.disruptor.EventHandler;
import dev.peregrine.scoring.log.Log;
import org.agrona.concurrent.IdleStrategy;

/** Appends each event to the journal. Waits when the journal is slow: nothing may pass it by. */
final class JournalStage implements EventHandler<EventSlot> {
    private final Log journal;
    private final IdleStrategy idle;
    private final PipelineState state;

    JournalStage(PipelineContext context, PipelineState state) {
        journal = context.journal();
        idle = context.preset().idleStrategy();
        this.state = state;
    }

    @Override
    public void onEvent(EventSlot slot, long ringSequence, boolean endOfBatch) {
        if (state.failed()) {
            return;
        }
        long position;
        while ((position =
                        journal.append(
                                slot.epoch,
                                slot.sequence,
                                slot.ingressTimeNs,
                                slot.event,
                                0,
                                slot.eventLength))
                == Log.BACK_PRESSURED) {
            state.checkRunning();
            idle.idle();
        }
        idle.reset();
        slot.journalPosition = position;
    }
}
