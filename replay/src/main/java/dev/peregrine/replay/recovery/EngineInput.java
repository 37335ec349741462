package dev.peregrine.replay.recovery;

import dev.peregrine.scoring.engine.EventResult;
import org.agrona.DirectBuffer;

/** The engine, as replay sees it: {@code engine::onEvent}. One thread. */
@FunctionalInterface
public interface EngineInput {
    /** See {@link dev.peregrine.scoring.engine.ScoringEngine#onEvent}. */
    void onEvent(
            long epoch,
            long sequence,
            long ingressTimeNs,
            DirectBuffer buffer,
            int offset,
            int length,
            EventResult result);
}
