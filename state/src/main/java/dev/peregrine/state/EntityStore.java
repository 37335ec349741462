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

    /**
     * Brings an entity's memory near, so that several entities' cache misses overlap.
     *
     * @return true if the entity exists
     */
    boolean touch(long keyHigh, long keyLow);

    /** True if as many further entities can be made. */
    boolean hasRoomFor(int entities);

    /**
     * Puts an event where it belongs in the entity's order, making the entity if it is new, and
     * reads the windows as of that place.
     *
     * <p>The caller has checked {@link #hasRoomFor}, that the event is not expired, and that the
     * entity does not hold the event yet. When the entity holds {@code maxEvents} and the event is
     * older than all of them, the event itself is the one that goes: the windows are those of the
     * event alone.
     *
     * @param timeNs event time
     * @param eventKey order among events of equal time, and the event's name in later calls
     * @param amountMinor amount in the base currency, 0 .. {@link EntityLayout#maxAmountMinor()}
     * @param watermarkNs latest ingress time
     * @param out receives the windows' values
     */
    void add(
            long keyHigh,
            long keyLow,
            long timeNs,
            long eventKey,
            long amountMinor,
            long watermarkNs,
            WindowValues out);

    /**
     * True if the entity holds the event: it was added, is not expired at the watermark of the
     * store's latest {@link #add}, and did not go for {@code maxEvents}.
     */
    boolean contains(long keyHigh, long keyLow, long timeNs, long eventKey);

    /**
     * Time of the label, or of the retraction, that is in force on an event.
     *
     * @return the time last given to {@link #label}, or {@link WindowValues#NO_TIME} when the event
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
     * @return false, with no effect, when the event is not held
     */
    boolean outcome(long keyHigh, long keyLow, long timeNs, long eventKey, int outcomeCode);

    /** Entities that have lost events to {@code maxEvents}, each counted once. */
    int saturatedEntities();

    /**
     * Adds every entity's logical content to a commutative hash: for each event that is not expired
     * at the watermark, its entity key, time, event key, remaining amount, reversal, label and
     * label time, outcome. Independent of layout, of insertion order and of when expired events are
     * dropped. Walks the whole store.
     */
    void hash(long watermarkNs, StateHash hash);
}
