package dev.peregrine.gateway;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Finds payments by their event ids, for outcomes, labels and reversals that do not carry theirs.
 * Thread-safe; must not block: what takes time completes later, on any thread.
 */
@FunctionalInterface
public interface OriginalSource {
    /** Knows no payment. */
    OriginalSource NONE = (tenantId, eventId) -> CompletableFuture.completedStage(Optional.empty());

    /**
     * Looks for a payment.
     *
     * @param tenantId owner of the payment; nobody else's is to be found
     * @param eventId the payment's own event id
     * @return the Transaction as it was sequenced, with its header; empty when it is not kept. A
     *     failure counts as not kept for the moment, and the request may be repeated
     */
    CompletionStage<Optional<byte[]>> find(int tenantId, String eventId);
}
