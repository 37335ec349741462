package dev.peregrine.state;

/**
 * The entities of one type and the exact windows over their events.
 *
 * <p>Events of an entity are ordered by (event time, event key). Keys of entities are 128-bit keyed
 * hashes; event keys are 63-bit order-preserving forms of event ids (numeric ids by number). An
 * event whose time is at or before {@code watermark - retention} is expired: it is not kept and not
 * hashed.
 *
 * <p>One thread, the engine's. No method blocks, allocates in the long run, or reads a clock.
 * {@code watermarkNs} is the engine's latest ingress time and never goes back.
 */
public interface EntityStore {
    /** Layout with which the store was made. */
    EntityLayout layout();

    /** Entities held. */
    int size();

    /** {@link #find}: the entity does not exist. */
    long NOT_FOUND = 0;

    /**
     * Begins to bring an entity's memory near. A caller that is about to work on entities of
     * several stores probes all, then finds all, then touches all: the cache misses of each step
     * overlap.
     */
    void probe(long keyHigh, long keyLow);

    /**
     * Finds an entity.
     *
     * @return a handle that holds until the next {@link #add}, or {@link #NOT_FOUND}
     */
    long find(long keyHigh, long keyLow);

    /**
     * Brings near what an {@link #add} of the event to the entity found will read.
     *
     * @param event not changed
     */
    void touch(long entity, EntityEvent event);

    /**
     * True if another entity can be made: there is room, or an entity whose windows are all empty
     * at the watermark can go, or the layout lets the oldest go.
     */
    boolean hasRoom(long watermarkNs);

    /**
     * Puts an event where it belongs in the entity's order, making the entity if it is new, and
     * reads the windows as of that place.
     *
     * <p>The caller has checked {@link #hasRoom}, that the event is not expired, and that the
     * entity does not hold the event yet. When the entity holds {@code maxEvents} and the event is
     * older than all of them, the event itself is the one that goes: the windows are those of the
     * event alone.
     *
     * @param entity what {@link #find} gave for the key
     * @param event copied
     * @param watermarkNs latest ingress time
     * @param out receives the windows' values
     */
    void add(
            long entity,
            long keyHigh,
            long keyLow,
            EntityEvent event,
            long watermarkNs,
            EntityValues out);

    /**
     * True if the entity holds the event: it was added, is not expired at the watermark of the
     * store's latest {@link #add}, and did not go for {@code maxEvents}.
     */
    boolean contains(long keyHigh, long keyLow, long timeNs, long eventKey);

    /**
     * Time of the label, or of the retraction, that is in force on an event.
     *
     * @return the time last given to {@link #label}, or {@link EntityValues#NO_TIME} when the event
     *     never had a label or is not held
     */
    long labelTime(long keyHigh, long keyLow, long timeNs, long eventKey);

    /**
     * Sets what is known of an event. {@link LabelState#NONE} takes the label back. The caller
     * decides which label wins.
     *
     * @return false, with no effect, when the event is not held
     */
    boolean label(
            long keyHigh,
            long keyLow,
            long timeNs,
            long eventKey,
            LabelState label,
            long labelTimeNs);

    /**
     * Takes an amount out of an event: the whole remaining amount or more takes the event out of
     * counts too.
     *
     * @return false, with no effect, when the event is not held
     */
    boolean reverse(long keyHigh, long keyLow, long timeNs, long eventKey, long amountMinor);

    /**
     * Keeps the issuer's response with an event.
     *
     * @param outcomeCode response code as two ASCII characters, first in the upper byte; 0 takes it
     *     back
     * @param conditions the conditions that the event meets from now on
     * @return false, with no effect, when the event is not held
     */
    boolean outcome(
            long keyHigh,
            long keyLow,
            long timeNs,
            long eventKey,
            int outcomeCode,
            long conditions);

    /** Entities that have lost events to {@code maxEvents}, each counted once. */
    int saturatedEntities();

    /** Entities that went because their windows were all empty, since the store was made. */
    long droppedEntities();

    /** Entities that went, with what they remembered, to make room for others. */
    long evictedEntities();

    /**
     * Bytes of the blocks, outside the heap, that hold events and tables of values; 0 for a store
     * that keeps these on the heap.
     */
    long historyBytes();

    /** Several lines for people: what is kept of an entity; empty when it is not held. */
    String dump(long keyHigh, long keyLow);

    /**
     * Adds every entity's logical content to a commutative hash: for each event that is not expired
     * at the watermark, its entity key, time, event key, remaining amount, reversal, label and
     * label time, outcome, columns and conditions; and what outlives its events. Independent of
     * layout, of insertion order and of when expired events are dropped. Walks the whole store.
     */
    void hash(long watermarkNs, StateHash hash);

    /**
     * Saves every entity. The store is as it was afterwards. A plain store, which is there to
     * compare others with, does not support it.
     */
    void save(StateSink sink);

    /**
     * Loads what was saved of a store of the same layout. This one must be new.
     *
     * @throws StateMismatchException when it does not fit; the store must then be closed
     */
    void load(StateSource source);
}
