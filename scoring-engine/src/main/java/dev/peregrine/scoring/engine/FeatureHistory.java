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
     * long as it takes to read the journal; whoever sequences an activation has it prepared.
     *
     * @throws RuntimeException when the history cannot be read: the engine halts
     */
    FeatureStore before(int tenantId, PolicyBundle bundle, long sequence);
}
