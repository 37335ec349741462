package dev.peregrine.replay.snapshot;

/**
 * Where an event is in the journal.
 *
 * @param position after the event
 * @param ingressTimeNs its ingress time, epoch nanoseconds
 */
public record JournalPoint(long position, long ingressTimeNs) {}
