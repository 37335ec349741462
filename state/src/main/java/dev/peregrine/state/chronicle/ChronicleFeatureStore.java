package dev.peregrine.state.chronicle;

import dev.peregrine.state.EntityStore;
import dev.peregrine.state.FeatureStore;
import java.util.List;

/** Feature store in Chronicle Map; see {@link ChronicleFeatureStoreFactory}. */
final class ChronicleFeatureStore implements FeatureStore {
    private final ChronicleEntityStore[] stores;

    ChronicleFeatureStore(List<ChronicleEntityStore> stores) {
        this.stores = stores.toArray(ChronicleEntityStore[]::new);
    }

    @Override
    public int entityTypes() {
        return stores.length;
    }

    @Override
    public EntityStore entity(int index) {
        return stores[index];
    }

    @Override
    public void close() {
        for (ChronicleEntityStore store : stores) {
            store.close();
        }
    }
}
