package dev.peregrine.gateway.format;

import dev.peregrine.gateway.json.EventKind;
import dev.peregrine.gateway.mapping.MappedFields;

/**
 * A request that a message became.
 *
 * @param kind what it asks for
 * @param fields of the request; where they have faults it is not made
 */
public record FormatEvent(EventKind kind, MappedFields fields) {}
