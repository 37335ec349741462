package dev.peregrine.state.chronicle;

import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.EntityStore;
import dev.peregrine.state.EventChecks;
import dev.peregrine.state.LabelState;
import dev.peregrine.state.StateHash;
import dev.peregrine.state.WindowValues;
import dev.peregrine.state.history.EntityHistory;
import dev.peregrine.state.history.HistoryArena;

/**
 * Entities of one type: a record for each in Chronicle Map, found through an index of addresses,
 * and the history of their events in an arena beside it. One thread; nothing allocates on the heap
 * in the long run.
 */
final class ChronicleEntityStore implements EntityStore, AutoCloseable {
    private final EntityLayout layout;
    private final RecordMap map;
    private final RecordIndex index;
    private final EntityHistory history;
    private long horizonNs = Long.MIN_VALUE;
    private int size;
    private long touched;

    ChronicleEntityStore(EntityLayout layout, RecordMap map) {
        this.layout = layout;
        this.map = map;
        index = new RecordIndex(layout.capacity());
        history = new EntityHistory(layout);
    }

    @Override
    public EntityLayout layout() {
        return layout;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean touch(long keyHigh, long keyLow) {
        long record = index.find(keyHigh, keyLow);
        if (record == 0) {
            return false;
        }
        touched += history.touch(record);
        return true;
    }

    @Override
    public boolean hasRoomFor(int entities) {
        return entities <= layout.capacity() - size;
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
        long record = index.find(keyHigh, keyLow);
        if (record == 0) {
            record = insert(keyHigh, keyLow);
        }
        horizonNs = Math.max(horizonNs, watermarkNs - layout.retentionNs());
        history.add(record, timeNs, eventKey, amountMinor, horizonNs, out);
    }

    @Override
    public boolean contains(long keyHigh, long keyLow, long timeNs, long eventKey) {
        long record = recordOf(keyHigh, keyLow, timeNs);
        return record != 0 && history.contains(record, timeNs, eventKey);
    }

    @Override
    public long labelTime(long keyHigh, long keyLow, long timeNs, long eventKey) {
        long record = recordOf(keyHigh, keyLow, timeNs);
        return record == 0 ? WindowValues.NO_TIME : history.labelTime(record, timeNs, eventKey);
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
    public boolean outcome(long keyHigh, long keyLow, long timeNs, long eventKey, int outcomeCode) {
        EventChecks.outcome(outcomeCode);
        long record = recordOf(keyHigh, keyLow, timeNs);
        return record != 0 && history.outcome(record, timeNs, eventKey, outcomeCode);
    }

    @Override
    public int saturatedEntities() {
        return history.saturatedEntities();
    }

    @Override
    public void hash(long watermarkNs, StateHash hash) {
        long expiredNs = watermarkNs - layout.retentionNs();
        for (long slot = 0; slot < index.slots(); slot++) {
            long record = index.record(slot);
            if (record != 0) {
                history.hash(record, expiredNs, hash);
            }
        }
    }

    /** Sum over all that {@link #touch} has read; it keeps those reads alive. */
    long touched() {
        return touched;
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
        map.close();
    }

    private long recordOf(long keyHigh, long keyLow, long timeNs) {
        return timeNs <= horizonNs ? 0 : index.find(keyHigh, keyLow);
    }

    private long insert(long keyHigh, long keyLow) {
        if (!hasRoomFor(1)) {
            throw new IllegalStateException("no room for another " + layout.name());
        }
        long record = map.insert(keyHigh, keyLow);
        index.insert(keyHigh, keyLow, record);
        size++;
        return record;
    }
}
