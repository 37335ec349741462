package dev.peregrine.state;

/**
 * An exponentially decayed sum: each event's value counts half as much after every half-life.
 *
 * @param halfLifeNs in nanoseconds, positive
 * @param condition index of the condition that an event must meet, or {@link LaneSpec#ALL}
 * @param column index of the event's value, {@link LaneSpec#AMOUNT}, or {@link #ONE}
 */
public record DecaySpec(long halfLifeNs, int condition, int column) {
    /** {@link #column}: every event weighs 1. */
    public static final int ONE = -2;

    public DecaySpec {
        if (halfLifeNs <= 0
                || condition < LaneSpec.ALL
                || condition >= EntityLayout.MAX_CONDITIONS
                || column < ONE) {
            throw new IllegalArgumentException(
                    "half-life "
                            + halfLifeNs
                            + " ns, condition "
                            + condition
                            + ", column "
                            + column);
        }
    }
}
