package dev.peregrine.state.chronicle;

import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.EntityStoreContract;
import dev.peregrine.state.FeatureStore;
import java.util.List;

class ChronicleFeatureStoreTest extends EntityStoreContract {
    @Override
    protected FeatureStore create(List<EntityLayout> layouts) {
        return ChronicleFeatureStoreFactory.inMemory().create(layouts);
    }
}
