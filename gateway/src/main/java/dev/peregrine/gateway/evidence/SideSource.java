package dev.peregrine.gateway.evidence;

import java.util.Optional;

/**
 * What was found of a decision beside the engine: the outputs of its model, contributions,
 * challengers. Thread-safe; may block.
 */
@FunctionalInterface
public interface SideSource {
    /** Knows nothing. */
    SideSource NONE = (tenantId, eventId) -> Optional.empty();

    /**
     * What was found of a payment, as a JSON object in UTF-8 whose first member is the payment's
     * {@code sequence}.
     */
    Optional<byte[]> find(int tenantId, String eventId);
}
