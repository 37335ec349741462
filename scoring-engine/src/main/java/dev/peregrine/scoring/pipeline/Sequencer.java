package dev.peregrine.scoring.pipeline;

import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.EpochNanoClock;

/**
 * Gives events their place in the order: the engine's sequence, which is the journal's, goes on
 * across runs, and the ingress time never goes back. One thread, unless said otherwise.
 */
final class Sequencer {
    private final EpochNanoClock clock;
    private final long epoch;
    private final long baseSequence;
    private final AtomicLong lastIngressTimeNs;

    Sequencer(PipelineContext context) {
        clock = context.clock();
        epoch = context.epoch();
        baseSequence = context.engine().lastSequence() + 1;
        lastIngressTimeNs = new AtomicLong(context.engine().watermarkNs());
    }

    long epoch() {
        return epoch;
    }

    /**
     * Ingress time that an event would get now: the clock's, or the last event's as long as the
     * clock is behind it. Any thread; may be an event late.
     */
    long ingressTimeNs() {
        return Math.max(lastIngressTimeNs.get(), clock.nanoTime());
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
        long ingressTimeNs = Math.max(lastIngressTimeNs.getPlain(), clock.nanoTime());
        lastIngressTimeNs.lazySet(ingressTimeNs);
        slot.ingressTimeNs = ingressTimeNs;
        slot.receivedNanos = ingressTimeNs;
        slot.journalStartNanos = 0;
    }
}
