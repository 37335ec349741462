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

    /** Saves every entity. The store is as it was afterwards. */
    default void save(StateSink sink) {
        for (int e = 0; e < entityTypes(); e++) {
            entity(e).save(sink);
        }
    }

    /**
     * Loads what was saved of a store of the same layouts. This one must be new.
     *
     * @throws StateMismatchException when it does not fit; the store must then be closed
     */
    default void load(StateSource source) {
        for (int e = 0; e < entityTypes(); e++) {
            entity(e).load(source);
        }
    }

    @Override
    void close();
}
