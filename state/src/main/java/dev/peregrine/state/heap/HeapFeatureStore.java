package dev.peregrine.state.heap;

import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.EntityStore;
import dev.peregrine.state.FeatureStore;
import java.util.List;

/** Feature store of heap objects. Its constructor is a {@code FeatureStoreFactory}. */
public final class HeapFeatureStore implements FeatureStore {
    private final List<HeapEntityStore> stores;

    public HeapFeatureStore(List<EntityLayout> layouts) {
        stores = layouts.stream().map(HeapEntityStore::new).toList();
    }

    @Override
    public int entityTypes() {
        return stores.size();
    }

    @Override
    public EntityStore entity(int index) {
        return stores.get(index);
    }

    @Override
    public void close() {}
}
