package dev.peregrine.scoring.pipeline;

import com.lmax.disruptor.EventHandler;
import dev.peregrine.scoring.engine.ScoringEngine;
import org.agrona.concurrent.EpochNanoClock;

/** Runs the engine. The single writer of all state. */
final class ScoreStage implements EventHandler<EventSlot> {
    private final ScoringEngine engine;
    private final EpochNanoClock clock;
    private final PipelineState state;
    private final StateMetrics metrics;

    ScoreStage(PipelineContext context, PipelineState state, StateMetrics metrics) {
        engine = context.engine();
        clock = context.clock();
        this.state = state;
        this.metrics = metrics;
    }

    @Override
    public void onEvent(EventSlot slot, long ringSequence, boolean endOfBatch) {
        if (state.failed()) {
            return;
        }
        slot.scoreStartNanos = clock.nanoTime();
        engine.onEvent(
                slot.epoch,
                slot.sequence,
                slot.ingressTimeNs,
                slot.event,
                0,
                slot.eventLength,
                slot.result);
        slot.scoreEndNanos = clock.nanoTime();
        metrics.onEvent(engine, endOfBatch);
    }
}
