package dev.peregrine.state;

/**
 * What an entity's windows hold, as of one event, that event included where the window reaches it.
 * Filled by {@link EntityStore#add}; reused by the caller. Index i belongs to window, lane or
 * decayed sum i of the entity's layout.
 */
public final class EntityValues {
    /** {@link #previousTimeNs} where the entity has no earlier event. */
    public static final long NO_TIME = Long.MIN_VALUE;

    /** Events in the window that are not wholly reversed. */
    public final long[] count;

    /** Sum of their amounts, in minor units of the policy's base currency. */
    public final long[] sumMinor;

    /** How many of them are known to be fraud. */
    public final long[] frauds;

    /** What lane i gives begins at {@code i * LaneSpec.OUTPUTS}; see {@link LaneSpec.Kind}. */
    public final long[] lanes;

    /** Decayed sums. */
    public final double[] decayed;

    /**
     * Event time of the entity's event just before this one, in order of (time, event key), wholly
     * reversed events left out; or {@link #NO_TIME}.
     */
    public long previousTimeNs;

    /** True when the entity has lost events to {@code maxEvents}: its values may be too low. */
    public boolean saturated;

    public EntityValues(EntityLayout layout) {
        count = new long[layout.windows().size()];
        sumMinor = new long[count.length];
        frauds = new long[count.length];
        lanes = new long[layout.lanes().size() * LaneSpec.OUTPUTS];
        decayed = new double[layout.decays().size()];
    }

    /** Number {@code output} of a lane. */
    public long lane(int lane, int output) {
        return lanes[lane * LaneSpec.OUTPUTS + output];
    }
}
