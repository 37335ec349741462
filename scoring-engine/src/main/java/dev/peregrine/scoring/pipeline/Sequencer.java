package dev.peregrine.scoring.pipeline;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.EpochNanoClock;

/**
 * Gives events their place in the order: the engine's sequence, which is the journal's, goes on
 * across runs, and the ingress time never goes back. One thread.
 */
final class Sequencer {
    private final EpochNanoClock clock;
    private final long epoch;
    private final long baseSequence;
    private long lastIngressTimeNs;

    Sequencer(PipelineContext context) {
        clock = context.clock();
        epoch = context.epoch();
        baseSequence = context.engine().lastSequence() + 1;
        lastIngressTimeNs = context.engine().watermarkNs();
    }

    long epoch() {
        return epoch;
    }

    /** Fills a slot; {@code at} counts the events of this run from 0. */
    void fill(
            EventSlot slot,
            long at,
            long sessionId,
            long correlationId,
            DirectBuffer message,
            int offset,
            int length) {
        slot.event.putBytes(0, message, offset, length);
        slot.eventLength = length;
        slot.sessionId = sessionId;
        slot.correlationId = correlationId;
        slot.epoch = epoch;
        slot.sequence = baseSequence + at;
        lastIngressTimeNs = Math.max(lastIngressTimeNs, clock.nanoTime());
        slot.ingressTimeNs = lastIngressTimeNs;
        slot.receivedNanos = lastIngressTimeNs;
    }
}
