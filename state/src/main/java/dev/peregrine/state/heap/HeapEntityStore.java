package dev.peregrine.state.heap;

import dev.peregrine.state.EntityEvent;
import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.EntityStore;
import dev.peregrine.state.EntityValues;
import dev.peregrine.state.EventChecks;
import dev.peregrine.state.EventHash;
import dev.peregrine.state.LabelState;
import dev.peregrine.state.StateHash;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Entities of one type as heap objects. Allocates at every call. The hash leaves out what outlives
 * events.
 */
final class HeapEntityStore implements EntityStore {
    private record Key(long high, long low) {}

    private final EntityLayout layout;
    private final EventChecks checks;
    private final Map<Key, HeapEntity> entities = new HashMap<>();
    private final Deque<Key> queue = new ArrayDeque<>();
    private long dropped;
    private long evicted;
    private long horizonNs = Long.MIN_VALUE;

    HeapEntityStore(EntityLayout layout) {
        this.layout = layout;
        checks = new EventChecks(layout);
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
    public void probe(long keyHigh, long keyLow) {}

    @Override
    public long find(long keyHigh, long keyLow) {
        return entities.containsKey(new Key(keyHigh, keyLow)) ? 1 : NOT_FOUND;
    }

    @Override
    public void touch(long entity, EntityEvent event) {}

    @Override
    public boolean hasRoom(long watermarkNs) {
        return entities.size() < layout.capacity()
                || layout.evictOldest()
                || findEmpty(watermarkNs).isPresent();
    }

    @Override
    public void add(
            long entity,
            long keyHigh,
            long keyLow,
            EntityEvent event,
            long watermarkNs,
            EntityValues out) {
        checks.add(event, watermarkNs);
        Key key = new Key(keyHigh, keyLow);
        if (!entities.containsKey(key)) {
            if (entities.size() == layout.capacity()) {
                makeRoom(watermarkNs);
            }
            entities.put(key, new HeapEntity(layout));
            queue.addLast(key);
        }
        horizonNs = Math.max(horizonNs, watermarkNs - layout.retentionNs());
        HeapEntity held = entities.get(key);
        if (held.isEmpty(watermarkNs)) {
            held.startAnew();
        }
        held.expire(horizonNs);
        held.add(new HeapEvent(event), out);
    }

    private Optional<Key> findEmpty(long watermarkNs) {
        return queue.stream().filter(key -> entities.get(key).isEmpty(watermarkNs)).findFirst();
    }

    private void makeRoom(long watermarkNs) {
        Optional<Key> empty = findEmpty(watermarkNs);
        if (empty.isPresent()) {
            while (!queue.peekFirst().equals(empty.get())) {
                queue.addLast(queue.removeFirst());
            }
            dropped++;
        } else if (layout.evictOldest()) {
            while (entities.get(queue.peekFirst()).used) {
                entities.get(queue.peekFirst()).used = false;
                queue.addLast(queue.removeFirst());
            }
            evicted++;
        } else {
            throw new IllegalStateException("no room for another " + layout.name());
        }
        entities.remove(queue.removeFirst());
    }

    @Override
    public boolean contains(long keyHigh, long keyLow, long timeNs, long eventKey) {
        return find(keyHigh, keyLow, timeNs, eventKey).isPresent();
    }

    @Override
    public long labelTime(long keyHigh, long keyLow, long timeNs, long eventKey) {
        return find(keyHigh, keyLow, timeNs, eventKey)
                .map(event -> event.labelTimeNs)
                .orElse(EntityValues.NO_TIME);
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
    public boolean outcome(
            long keyHigh,
            long keyLow,
            long timeNs,
            long eventKey,
            int outcomeCode,
            long conditions) {
        EventChecks.outcome(outcomeCode);
        Optional<HeapEvent> held = find(keyHigh, keyLow, timeNs, eventKey);
        held.ifPresent(
                event -> {
                    event.outcomeCode = outcomeCode;
                    event.conditions = conditions;
                });
        return held.isPresent();
    }

    @Override
    public long droppedEntities() {
        return dropped;
    }

    @Override
    public long evictedEntities() {
        return evicted;
    }

    @Override
    public long historyBytes() {
        return 0;
    }

    @Override
    public String dump(long keyHigh, long keyLow) {
        HeapEntity entity = entities.get(new Key(keyHigh, keyLow));
        return entity == null ? "" : entity.events.size() + " events";
    }

    @Override
    public int saturatedEntities() {
        return (int) entities.values().stream().filter(entity -> entity.saturated).count();
    }

    @Override
    public void save(StateSink sink) {
        throw new UnsupportedOperationException("a plain store is not saved");
    }

    @Override
    public void load(StateSource source) {
        throw new UnsupportedOperationException("a plain store is not saved");
    }

    @Override
    public void hash(long watermarkNs, StateHash hash) {
        horizonNs = Math.max(horizonNs, watermarkNs - layout.retentionNs());
        entities.forEach(
                (key, entity) -> {
                    for (HeapEvent event : entity.events) {
                        if (event.timeNs > horizonNs) {
                            for (long column : event.columns) {
                                hash.word(column);
                            }
                            hash.word(event.conditions);
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
