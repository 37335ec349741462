package dev.peregrine.state;

/**
 * An exact sliding window: at event time {@code t} it holds the events with time in {@code (t -
 * delay - length, t - delay]}.
 *
 * <p>With {@code delayNs == 0} the upper end is the event itself: events of the same time but
 * greater event key are left out. With a delay, all events of time {@code t - delay} are in.
 *
 * @param lengthNs length in nanoseconds, positive
 * @param delayNs how far the window is shifted back, in nanoseconds, not negative
 */
public record WindowSpec(long lengthNs, long delayNs) {
    public WindowSpec {
        if (lengthNs <= 0 || delayNs < 0 || lengthNs + delayNs < 0) {
            throw new IllegalArgumentException(
                    "window length " + lengthNs + " ns, delay " + delayNs + " ns");
        }
    }

    /** How far back from an event's time the window reaches, in nanoseconds. */
    public long reachNs() {
        return lengthNs + delayNs;
    }
}
