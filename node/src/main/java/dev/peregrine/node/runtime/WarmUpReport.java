package dev.peregrine.node.runtime;

/**
 * What a warm-up did.
 *
 * @param decisions synthetic payments decided, over all tenants
 * @param elapsedNs how long it took
 * @param problem why it ended before its time, for the operator; null when it did not
 */
public record WarmUpReport(long decisions, long elapsedNs, String problem) {}
