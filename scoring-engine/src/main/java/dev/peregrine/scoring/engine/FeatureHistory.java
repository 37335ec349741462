package dev.peregrine.scoring.engine;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.state.FeatureStore;

/**
 * Where an engine gets the feature state that a policy would have, had it always been active. Asked
 * when a tenant's policy changes what is kept and its added features are to start warm.
 */
@FunctionalInterface
public interface FeatureHistory {
    /** For an engine whose tenants never change what their policies keep: there is none. */
    FeatureHistory NONE =
            (tenantId, bundle, sequence) -> {
                throw new IllegalStateException(
                        "no history for the added features of policy "
                                + bundle.name()
                                + " of tenant "
                                + tenantId);
            };

    /**
     * The state as it is after all of the tenant's events before a sequence, computed under the
     * bundle: a function of the journal and the bundle alone. The caller owns it. May block for as
     * long as it takes to read the journal, or what came after {@link #prepare}.
     *
     * @throws RuntimeException when the history cannot be read: the engine halts
     */
    FeatureStore before(int tenantId, PolicyBundle bundle, long sequence);

    /**
     * Computes as much of that state as there is yet; called again, goes on from there. Blocks. Any
     * thread but the engine's, one at a time.
     *
     * @throws RuntimeException when the history cannot be read
     */
    default void prepare(int tenantId, PolicyBundle bundle) {}

    /** Frees what computing states has left behind. Blocks. Any thread. */
    default void release() {}
}
