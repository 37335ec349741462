package dev.peregrine.gateway.json;

import dev.peregrine.gateway.evidence.EvidenceQuery;

/**
 * A request for decisions that were made.
 *
 * @param query which ones; when the event id is given, of all
 * @param eventId of the one decision that is wanted; null for any
 */
public record EvidenceRequest(EvidenceQuery query, String eventId) {}
