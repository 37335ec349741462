package dev.peregrine.state.history;

import dev.peregrine.state.EntityEvent;
import dev.peregrine.state.LaneSpec;
import dev.peregrine.state.StateHash;
import org.agrona.UnsafeApi;

/**
 * What is kept over one window beyond its count, sum and frauds. Events enter and leave at either
 * end, in any order; whatever has entered and left again leaves nothing behind. Wholly reversed
 * events neither enter nor leave. One thread.
 */
abstract class Lane {
    /** Index of the lane in the entity's layout. */
    final int index;

    /** Where the lane's state begins in a record. */
    final int stateOffset;

    private final EventLayout events;
    private final long mask;
    private final int valueOffset;

    Lane(int index, LaneSpec spec, EventLayout events, int stateOffset) {
        this.index = index;
        this.stateOffset = stateOffset;
        this.events = events;
        mask = spec.condition() == LaneSpec.ALL ? 0 : 1L << spec.condition();
        valueOffset = events.offset(spec.column());
    }

    /** The event's value. */
    final long value(long event) {
        return UnsafeApi.getLong(event + valueOffset);
    }

    /** True if the event meets the lane's condition and has a value. */
    final boolean holds(long event) {
        return (mask == 0 || (events.conditions(event) & mask) != 0)
                && value(event) != EntityEvent.MISSING;
    }

    /** Sets up the state in a record of zeroes. */
    void initialise(long record) {}

    /** An event comes into the window. */
    abstract void enter(long record, long event);

    /** An event goes out of the window. */
    abstract void leave(long record, long event);

    /** An event stays in a window since forever while its entry in the ring goes. */
    void outlive(long record, long event) {}

    /**
     * Reads the lane.
     *
     * @param ring wrapped around the record
     * @param low first index of the window
     * @param high index behind its last event
     * @param own index of the event as of which is read
     * @param out receives {@link LaneSpec#OUTPUTS} numbers
     * @param at where in {@code out}
     */
    abstract void read(long record, EventRing ring, int low, int high, int own, long[] out, int at);

    /**
     * What the lane holds, on a line, for people.
     *
     * @param ring wrapped around the record
     * @param low first index of the window
     * @param high index behind its last event
     */
    abstract String dump(long record, EventRing ring, int low, int high);

    /** A value for people. */
    static String text(long value) {
        return value == EntityEvent.MISSING ? "-" : Long.toString(value);
    }

    /** Mixes what outlives the events into the hash's current item. */
    abstract void hash(long record, EventRing ring, int low, int high, StateHash hash);
}
