package dev.peregrine.state.chronicle;

import dev.peregrine.state.EntityEvent;
import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.EntityStore;
import dev.peregrine.state.EntityValues;
import dev.peregrine.state.EventChecks;
import dev.peregrine.state.LabelState;
import dev.peregrine.state.StateHash;
import dev.peregrine.state.StateMismatchException;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import dev.peregrine.state.history.EntityHistory;
import dev.peregrine.state.history.HistoryArena;
import dev.peregrine.state.history.RecordLayout;

/**
 * Entities of one type: a record for each in Chronicle Map, found through an index of addresses,
 * and the history of their events in an arena beside it. One thread; nothing allocates on the heap
 * in the long run.
 *
 * <p>A full store makes room by going through its entities in a circle, in the order in which they
 * were made: one whose windows are all empty is dropped. When there is none, and the layout says
 * so, the first is evicted that was not used since it was last looked at (second chance). A circle
 * that finds nothing to drop is not repeated before the earliest time at which there can be
 * something.
 */
final class ChronicleEntityStore implements EntityStore, AutoCloseable {
    private static final int LOADED_TOGETHER = 1 << 14;

    private final EntityLayout layout;
    private final EventChecks checks;
    private final RecordMap map;
    private final RecordIndex index;
    private final EntityQueue queue;
    private final EntityHistory history;
    private long horizonNs = Long.MIN_VALUE;
    private long nothingToDropBeforeNs = Long.MIN_VALUE;
    private long dropped;
    private long evicted;
    private long touched;

    ChronicleEntityStore(EntityLayout layout, EntityHistory history, RecordMap map) {
        this.layout = layout;
        checks = new EventChecks(layout);
        this.history = history;
        this.map = map;
        index = new RecordIndex(layout.capacity());
        queue = new EntityQueue(layout.capacity());
    }

    @Override
    public EntityLayout layout() {
        return layout;
    }

    @Override
    public int size() {
        return queue.size();
    }

    @Override
    public void probe(long keyHigh, long keyLow) {
        touched += index.probe(keyHigh, keyLow);
    }

    @Override
    public long find(long keyHigh, long keyLow) {
        return index.find(keyHigh, keyLow);
    }

    @Override
    public void touch(long entity, EntityEvent event) {
        touched += history.touch(entity, event);
    }

    @Override
    public boolean hasRoom(long watermarkNs) {
        return queue.size() < layout.capacity()
                || layout.evictOldest()
                || findDroppable(watermarkNs);
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
        long record = entity;
        if (entity == NOT_FOUND) {
            record = insert(keyHigh, keyLow, watermarkNs);
            nothingToDropBeforeNs = Math.min(nothingToDropBeforeNs, event.timeNs + layout.ttlNs());
        }
        horizonNs = Math.max(horizonNs, watermarkNs - layout.retentionNs());
        history.add(record, event, horizonNs, watermarkNs - layout.ttlNs(), out);
    }

    @Override
    public boolean contains(long keyHigh, long keyLow, long timeNs, long eventKey) {
        long record = recordOf(keyHigh, keyLow, timeNs);
        return record != 0 && history.contains(record, timeNs, eventKey);
    }

    @Override
    public long labelTime(long keyHigh, long keyLow, long timeNs, long eventKey) {
        long record = recordOf(keyHigh, keyLow, timeNs);
        return record == 0 ? EntityValues.NO_TIME : history.labelTime(record, timeNs, eventKey);
    }

    @Override
    public boolean label(
            long keyHigh,
            long keyLow,
            long timeNs,
            long eventKey,
            LabelState label,
            long labelTimeNs) {
        long record = recordOf(keyHigh, keyLow, timeNs);
        return record != 0 && history.label(record, timeNs, eventKey, label, labelTimeNs);
    }

    @Override
    public boolean reverse(
            long keyHigh, long keyLow, long timeNs, long eventKey, long amountMinor) {
        EventChecks.reversal(amountMinor);
        long record = recordOf(keyHigh, keyLow, timeNs);
        return record != 0 && history.reverse(record, timeNs, eventKey, amountMinor);
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
        long record = recordOf(keyHigh, keyLow, timeNs);
        return record != 0 && history.outcome(record, timeNs, eventKey, outcomeCode, conditions);
    }

    @Override
    public int saturatedEntities() {
        return history.saturatedEntities();
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
        return history.bytesInUse();
    }

    @Override
    public String dump(long keyHigh, long keyLow) {
        long record = index.find(keyHigh, keyLow);
        return record == 0 ? "" : history.dump(record);
    }

    @Override
    public void hash(long watermarkNs, StateHash hash) {
        horizonNs = Math.max(horizonNs, watermarkNs - layout.retentionNs());
        for (long slot = 0; slot < index.slots(); slot++) {
            long record = index.record(slot);
            if (record != 0 && !isEmpty(record, watermarkNs)) {
                history.hash(record, horizonNs, hash);
            }
        }
    }

    @Override
    public void save(StateSink sink) {
        sink.putLong(RecordLayout.VERSION);
        sink.putLong(history.layout().length());
        sink.putLong(history.arena().unitLength());
        sink.putLong(horizonNs);
        sink.putLong(nothingToDropBeforeNs);
        sink.putLong(dropped);
        sink.putLong(evicted);
        sink.putLong(queue.size());
        for (int i = 0; i < queue.size(); i++) {
            history.save(queue.peek(), sink);
            queue.append(queue.take());
        }
    }

    @Override
    public void load(StateSource source) {
        int length = history.layout().length();
        StateMismatchException.check(
                layout.name() + ": layout of records", source.getLong(), RecordLayout.VERSION);
        StateMismatchException.check(layout.name() + ": record", source.getLong(), length);
        StateMismatchException.check(
                layout.name() + ": event", source.getLong(), history.arena().unitLength());
        horizonNs = source.getLong();
        nothingToDropBeforeNs = source.getLong();
        dropped = source.getLong();
        evicted = source.getLong();
        long entities = source.getLong();
        if (entities > layout.capacity()) {
            throw new StateMismatchException(
                    layout.name() + ": " + entities + " entities, capacity " + layout.capacity());
        }
        while (queue.size() < entities) {
            int from = queue.size();
            int to = (int) Math.min(entities, from + (long) LOADED_TOGETHER);
            load(source, to - from);
            source.meanwhile(from, to, this::index);
        }
    }

    private void load(StateSource source, int entities) {
        int length = history.layout().length();
        for (int i = 0; i < entities; i++) {
            long record = map.insert();
            source.getBytes(record, length);
            history.load(record, source);
            queue.append(record);
        }
    }

    private void index(int from, int to) {
        for (int i = from; i < to; i++) {
            long record = queue.at(i);
            index.insert(RecordLayout.keyHigh(record), RecordLayout.keyLow(record), record);
        }
    }

    /** Sum over all that {@link #touch} has read; it keeps those reads alive. */
    long touched() {
        return touched;
    }

    /** Memory taken off the heap, the unused ends of pages apart. */
    long bytesInUse() {
        return map.bytesReserved()
                + RecordIndex.bytes(layout.capacity())
                + EntityQueue.bytes(layout.capacity())
                + history.bytesInUse();
    }

    /** The records. */
    RecordMap map() {
        return map;
    }

    /** Address of an entity's record, or 0. */
    long record(long keyHigh, long keyLow) {
        return index.find(keyHigh, keyLow);
    }

    /** Memory of the events. */
    HistoryArena arena() {
        return history.arena();
    }

    @Override
    public void close() {
        history.close();
        index.close();
        queue.close();
        map.close();
    }

    private long recordOf(long keyHigh, long keyLow, long timeNs) {
        return timeNs <= horizonNs ? 0 : index.find(keyHigh, keyLow);
    }

    private long insert(long keyHigh, long keyLow, long watermarkNs) {
        if (queue.size() == layout.capacity()) {
            makeRoom(watermarkNs);
        }
        long record = map.insert();
        index.insert(keyHigh, keyLow, record);
        queue.append(record);
        history.initialise(record, keyHigh, keyLow);
        return record;
    }

    private void makeRoom(long watermarkNs) {
        if (findDroppable(watermarkNs)) {
            remove(queue.take());
            dropped++;
        } else if (layout.evictOldest()) {
            while (RecordLayout.takeUsed(queue.peek())) {
                queue.append(queue.take());
            }
            remove(queue.take());
            evicted++;
        } else {
            throw new IllegalStateException("no room for another " + layout.name());
        }
    }

    /** Brings an entity whose windows are all empty to the head of the queue, if there is one. */
    private boolean findDroppable(long watermarkNs) {
        if (watermarkNs < nothingToDropBeforeNs) {
            return false;
        }
        long earliestNs = Long.MAX_VALUE;
        for (int i = 0; i < queue.size(); i++) {
            if (isEmpty(queue.peek(), watermarkNs)) {
                return true;
            }
            earliestNs = Math.min(earliestNs, RecordLayout.latestNs(queue.peek()) + layout.ttlNs());
            queue.append(queue.take());
        }
        nothingToDropBeforeNs = earliestNs;
        return false;
    }

    private boolean isEmpty(long record, long watermarkNs) {
        return RecordLayout.latestNs(record) <= watermarkNs - layout.ttlNs();
    }

    private void remove(long record) {
        long keyHigh = RecordLayout.keyHigh(record);
        long keyLow = RecordLayout.keyLow(record);
        history.release(record);
        index.remove(keyHigh, keyLow, record);
        map.remove(record);
    }
}
