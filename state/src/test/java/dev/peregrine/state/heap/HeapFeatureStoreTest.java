package dev.peregrine.state.heap;

import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.EntityStoreContract;
import dev.peregrine.state.FeatureStore;
import java.util.List;

class HeapFeatureStoreTest extends EntityStoreContract {
    @Override
    protected FeatureStore create(List<EntityLayout> layouts) {
        return new HeapFeatureStore(layouts);
    }
}
