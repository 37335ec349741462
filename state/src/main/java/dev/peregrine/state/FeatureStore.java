package dev.peregrine.state;

/**
 * Port to the feature state of one policy of one tenant: a store for each entity type. One thread;
 * see {@link EntityStore}.
 */
public interface FeatureStore extends AutoCloseable {
    /** Number of entity types. */
    int entityTypes();

    /**
     * The store of an entity type, by its place in the layouts with which the feature store was
     * made.
     */
    EntityStore entity(int index);

    @Override
    void close();
}
