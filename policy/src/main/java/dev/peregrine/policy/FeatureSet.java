package dev.peregrine.policy;

import java.util.List;

/**
 * Entities and features of a bundle.
 *
 * @param latenessNs how much older than the ingress time a decision request may be, in nanoseconds;
 *     events are kept for the longest reach of their entity's windows plus this
 * @param addedStartWarm what a new version of the policy adds is computed from history; else it
 *     starts empty, and so does all else that is kept
 * @param entities entity types; features refer to them by name
 * @param features in the order of the file, which is the order of the dense vector
 */
public record FeatureSet(
        long latenessNs,
        boolean addedStartWarm,
        List<EntitySpec> entities,
        List<FeatureSpec> features) {
    public FeatureSet {
        entities = List.copyOf(entities);
        features = List.copyOf(features);
    }

    /** Features that start warm. */
    public FeatureSet(long latenessNs, List<EntitySpec> entities, List<FeatureSpec> features) {
        this(latenessNs, true, entities, features);
    }
}
