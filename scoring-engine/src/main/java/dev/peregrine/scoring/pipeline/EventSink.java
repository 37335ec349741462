package dev.peregrine.scoring.pipeline;

import org.agrona.DirectBuffer;

/** Where the ingest side puts well-formed events. One thread. */
public interface EventSink {
    /**
     * Sequences an event: gives it its place in the order and its ingress time, and hands it to the
     * pipeline.
     *
     * @param message SBE event with its header; copied
     * @return false when the ring has no room; the event was not taken
     */
    boolean offer(long sessionId, long correlationId, DirectBuffer message, int offset, int length);
}
