package dev.peregrine.scoring.pipeline;

import com.lmax.disruptor.EventHandler;
import dev.peregrine.scoring.engine.ScoringEngine;

/** Runs the engine. The single writer of all state. */
final class ScoreStage implements EventHandler<EventSlot> {
    private final ScoringEngine engine;
    private final StageClock clock;
    private final PipelineState state;
    private final StateMetrics metrics;

    ScoreStage(
            PipelineContext context, PipelineState state, StageClock clock, StateMetrics metrics) {
        engine = context.engine();
        this.state = state;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Override
    public void onEvent(EventSlot slot, long ringSequence, boolean endOfBatch) {
        if (state.failed()) {
            return;
        }
        slot.scoreStartNanos = clock.begin(slot.receivedNanos);
        engine.onEvent(
                slot.epoch,
                slot.sequence,
                slot.ingressTimeNs,
                slot.event,
                0,
                slot.eventLength,
                slot.result);
        slot.scoreEndNanos = clock.end();
        metrics.onEvent(engine, endOfBatch);
    }
}
