package dev.peregrine.scoring.pipeline;

import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.scoring.engine.EventResult;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A place in the ring: an event, its order, and what the stages made of it. Each field has one
 * writing stage; the ring's barriers order them.
 */
public final class EventSlot {
    // 1 ingest
    public final MutableDirectBuffer event =
            new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
    public int eventLength;

    /** Session that waits for the answer; 0 for events of the node itself. */
    public long sessionId;

    public long correlationId;
    public long epoch;
    public long sequence;

    /**
     * The one clock reading of an event's way, epoch nanoseconds; never less than the one before.
     */
    public long ingressTimeNs;

    // 2 journal
    /** Position after the event on the journal. */
    public long journalPosition;

    // 3 score
    public final EventResult result = new EventResult();

    /** Hand-over stamps of the stages, epoch nanoseconds of the pipeline's clock; 0: not taken. */
    public long receivedNanos;

    public long journalStartNanos;
    public long journalEndNanos;
    public long scoreStartNanos;
    public long scoreEndNanos;
    public long durableNanos;
    public long recordedNanos;
    public long repliedNanos;
}
