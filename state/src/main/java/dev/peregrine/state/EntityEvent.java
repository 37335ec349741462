package dev.peregrine.state;

/** An event as it is given to an entity's store. Reused by the caller. */
public final class EntityEvent {
    /** A value that the event does not have. */
    public static final long MISSING = Long.MIN_VALUE;

    /** Event time, nanoseconds since 1970. */
    public long timeNs;

    /** Order among events of equal time, and the event's name in later calls; not negative. */
    public long eventKey;

    /** Amount in the base currency, 0 .. {@link EntityLayout#maxAmountMinor()}. */
    public long amountMinor;

    /** Bit i: the event meets the entity's condition i. */
    public long conditions;

    /**
     * Further values, by column: numbers within {@link EntityLayout#maxAmountMinor()} either side
     * of 0, hashes of texts, places; or {@link #MISSING}.
     */
    public final long[] columns;

    public EntityEvent(int columns) {
        this.columns = new long[columns];
    }
}
