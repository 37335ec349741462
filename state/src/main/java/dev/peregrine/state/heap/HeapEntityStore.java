package dev.peregrine.state.heap;

import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.EntityStore;
import dev.peregrine.state.EventChecks;
import dev.peregrine.state.EventHash;
import dev.peregrine.state.LabelState;
import dev.peregrine.state.StateHash;
import dev.peregrine.state.WindowValues;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Entities of one type as heap objects. Allocates at every call. */
final class HeapEntityStore implements EntityStore {
    private record Key(long high, long low) {}

    private final EntityLayout layout;
    private final Map<Key, HeapEntity> entities = new HashMap<>();
    private long horizonNs = Long.MIN_VALUE;

    HeapEntityStore(EntityLayout layout) {
        this.layout = layout;
    }

    @Override
    public EntityLayout layout() {
        return layout;
    }

    @Override
    public int size() {
        return entities.size();
    }

    @Override
    public boolean touch(long keyHigh, long keyLow) {
        return entities.containsKey(new Key(keyHigh, keyLow));
    }

    @Override
    public boolean hasRoomFor(int more) {
        return more <= layout.capacity() - entities.size();
    }

    @Override
    public void add(
            long keyHigh,
            long keyLow,
            long timeNs,
            long eventKey,
            long amountMinor,
            long watermarkNs,
            WindowValues out) {
        EventChecks.add(layout, timeNs, amountMinor, watermarkNs);
        Key key = new Key(keyHigh, keyLow);
        if (!entities.containsKey(key) && !hasRoomFor(1)) {
            throw new IllegalStateException("no room for another " + layout.name());
        }
        horizonNs = Math.max(horizonNs, watermarkNs - layout.retentionNs());
        HeapEntity entity = entities.computeIfAbsent(key, absent -> new HeapEntity(layout));
        entity.expire(horizonNs);
        entity.add(new HeapEvent(timeNs, eventKey, amountMinor), out);
    }

    @Override
    public boolean contains(long keyHigh, long keyLow, long timeNs, long eventKey) {
        return find(keyHigh, keyLow, timeNs, eventKey).isPresent();
    }

    @Override
    public long labelTime(long keyHigh, long keyLow, long timeNs, long eventKey) {
        return find(keyHigh, keyLow, timeNs, eventKey)
                .map(event -> event.labelTimeNs)
                .orElse(WindowValues.NO_TIME);
    }

    @Override
    public boolean label(
            long keyHigh,
            long keyLow,
            long timeNs,
            long eventKey,
            LabelState label,
            long labelTimeNs) {
        Optional<HeapEvent> held = find(keyHigh, keyLow, timeNs, eventKey);
        held.ifPresent(
                event -> {
                    event.label = label;
                    event.labelTimeNs = labelTimeNs;
                });
        return held.isPresent();
    }

    @Override
    public boolean reverse(
            long keyHigh, long keyLow, long timeNs, long eventKey, long amountMinor) {
        EventChecks.reversal(amountMinor);
        Optional<HeapEvent> held = find(keyHigh, keyLow, timeNs, eventKey);
        held.ifPresent(
                event -> {
                    event.reversed |= amountMinor >= event.amountMinor;
                    event.amountMinor = event.reversed ? 0 : event.amountMinor - amountMinor;
                });
        return held.isPresent();
    }

    @Override
    public boolean outcome(long keyHigh, long keyLow, long timeNs, long eventKey, int outcomeCode) {
        EventChecks.outcome(outcomeCode);
        Optional<HeapEvent> held = find(keyHigh, keyLow, timeNs, eventKey);
        held.ifPresent(event -> event.outcomeCode = outcomeCode);
        return held.isPresent();
    }

    @Override
    public int saturatedEntities() {
        return (int) entities.values().stream().filter(entity -> entity.saturated).count();
    }

    @Override
    public void hash(long watermarkNs, StateHash hash) {
        entities.forEach(
                (key, entity) -> {
                    for (HeapEvent event : entity.events) {
                        if (event.timeNs > watermarkNs - layout.retentionNs()) {
                            EventHash.add(
                                    hash,
                                    key.high,
                                    key.low,
                                    event.timeNs,
                                    event.eventKey,
                                    event.amountMinor,
                                    event.reversed,
                                    event.label.code(),
                                    event.labelTimeNs,
                                    event.outcomeCode);
                        }
                    }
                });
    }

    private Optional<HeapEvent> find(long keyHigh, long keyLow, long timeNs, long eventKey) {
        HeapEntity entity = entities.get(new Key(keyHigh, keyLow));
        return entity == null || timeNs <= horizonNs
                ? Optional.empty()
                : entity.find(timeNs, eventKey);
    }
}
