package dev.peregrine.scoring.engine;

import dev.peregrine.state.EntityStore;

/** Sees the entity stores of an engine, between events, on the engine's thread. */
@FunctionalInterface
public interface EntityStoreVisitor {
    /**
     * Called for each tenant that has an active policy, by rising id, and each of its entity types,
     * in the policy's order.
     *
     * @param store not to be changed or kept
     */
    void onStore(int tenantId, EntityStore store);
}
