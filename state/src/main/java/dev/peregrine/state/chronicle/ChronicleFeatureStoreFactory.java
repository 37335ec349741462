package dev.peregrine.state.chronicle;

import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.FeatureStore;
import dev.peregrine.state.FeatureStoreFactory;
import dev.peregrine.state.history.EntityHistory;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes feature stores in Chronicle Map, in anonymous memory that is taken from the operating
 * system as entities are added. A store starts empty: recovery loads a snapshot and replays the
 * journal. Any thread; a store is one thread's at a time.
 */
public final class ChronicleFeatureStoreFactory implements FeatureStoreFactory {
    private static final ChronicleFeatureStoreFactory IN_MEMORY =
            new ChronicleFeatureStoreFactory();

    private ChronicleFeatureStoreFactory() {}

    /** Stores whose records are in anonymous memory. */
    public static ChronicleFeatureStoreFactory inMemory() {
        return IN_MEMORY;
    }

    @Override
    public FeatureStore create(List<EntityLayout> layouts) {
        List<ChronicleEntityStore> stores = new ArrayList<>();
        try {
            for (EntityLayout layout : layouts) {
                stores.add(open(layout));
            }
        } catch (RuntimeException e) {
            stores.forEach(ChronicleEntityStore::close);
            throw e;
        }
        return new ChronicleFeatureStore(stores);
    }

    private static ChronicleEntityStore open(EntityLayout layout) {
        EntityHistory history = new EntityHistory(layout);
        try {
            RecordMap map = new RecordMap(layout, history.layout().length());
            return new ChronicleEntityStore(layout, history, map);
        } catch (RuntimeException e) {
            history.close();
            throw e;
        }
    }
}
