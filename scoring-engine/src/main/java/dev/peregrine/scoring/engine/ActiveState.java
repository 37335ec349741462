package dev.peregrine.scoring.engine;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.scoring.features.FeaturePlan;
import dev.peregrine.state.FeatureStore;
import dev.peregrine.state.lists.ListTable;
import java.util.function.IntFunction;

/**
 * A tenant's active policy and what is remembered under it, to be looked at between events. For the
 * engine's thread alone; valid until the next event.
 *
 * @param bundle the policy
 * @param plan its features; an entity type has the same index here and in the store
 * @param store the entities; not to be changed
 * @param lists a list by its number in the bundle; not to be changed
 * @param watermarkNs greatest ingress time so far, epoch nanoseconds
 */
public record ActiveState(
        PolicyBundle bundle,
        FeaturePlan plan,
        FeatureStore store,
        IntFunction<ListTable> lists,
        long watermarkNs) {}
