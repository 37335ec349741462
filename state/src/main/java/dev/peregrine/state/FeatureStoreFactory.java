package dev.peregrine.state;

import java.util.List;

/** Makes the feature store of a policy when it is activated. Off the hot path. */
@FunctionalInterface
public interface FeatureStoreFactory {
    /**
     * Makes an empty store.
     *
     * @param layouts one for each entity type, all of one tenant
     */
    FeatureStore create(List<EntityLayout> layouts);
}
