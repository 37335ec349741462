package dev.peregrine.latency.rig;

/**
 * When requests leave.
 *
 * @param ratePerSecond requests per second, evenly spaced; 1 .. 10,000,000
 * @param warmUpSeconds how long to run before anything is recorded; 0 or more
 * @param measuredSeconds how long to record; more than 0
 */
public record LoadPlan(double ratePerSecond, double warmUpSeconds, double measuredSeconds) {
    /** A send this much after its planned time has missed its schedule. */
    static final long MISSED_AFTER_NS = 1_000_000;

    public LoadPlan {
        if (!(ratePerSecond >= 1 && ratePerSecond <= 1e7)) {
            throw new IllegalArgumentException("rate is " + ratePerSecond + ", must be 1 .. 1e7");
        }
        if (!(warmUpSeconds >= 0) || !(measuredSeconds > 0)) {
            throw new IllegalArgumentException(
                    "seconds are " + warmUpSeconds + " and " + measuredSeconds);
        }
    }

    long warmUpRequests() {
        return (long) (ratePerSecond * warmUpSeconds);
    }

    long requests() {
        return warmUpRequests() + Math.max(1, (long) (ratePerSecond * measuredSeconds));
    }

    /** Planned time of a request, nanoseconds after the start. */
    long plannedNs(long number) {
        return (long) (number * (1e9 / ratePerSecond));
    }
}
