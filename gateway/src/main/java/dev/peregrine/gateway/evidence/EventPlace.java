package dev.peregrine.gateway.evidence;

/**
 * Where an event lies in the order of all.
 *
 * @param ingressTimeNs when it was sequenced, epoch nanoseconds
 * @param journalPosition at which it ends
 */
public record EventPlace(long epoch, long sequence, long ingressTimeNs, long journalPosition) {}
