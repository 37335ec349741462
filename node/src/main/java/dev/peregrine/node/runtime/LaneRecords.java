package dev.peregrine.node.runtime;

import dev.peregrine.gateway.evidence.SideStore;
import dev.peregrine.replay.lane.LaneStore;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The side lane's records in the gateway's store. */
final class LaneRecords implements LaneStore {
    private final SideStore store;
    private final Path learned;

    /**
     * @param directory of the store
     */
    LaneRecords(SideStore store, Path directory) {
        this.store = store;
        learned = directory.resolve("learned");
    }

    @Override
    public Path learned() {
        return learned;
    }

    @Override
    public Optional<byte[]> find(Key key) {
        return store.find(key.tenantId(), key.eventId());
    }

    @Override
    public Optional<byte[]> summary() {
        return store.summary();
    }

    @Override
    public void write(Map<Key, byte[]> records, byte[] summary) {
        records.forEach((key, json) -> store.put(key.tenantId(), key.eventId(), json));
        store.commit(summary);
    }

    @Override
    public void clear() {
        store.clear();
    }
}
