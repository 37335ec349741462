package dev.peregrine.latency.rig;

/**
 * How long and how often a rig measures.
 *
 * @param warmUpSeconds before the first repetition
 * @param seconds of each repetition
 * @param repetitions of each measurement, one after the other
 */
public record RigPlan(double warmUpSeconds, double seconds, int repetitions) {
    /** What a repetition after the first leaves out, so that it begins under load. */
    private static final double SETTLE_SECONDS = 0.5;

    public RigPlan {
        if (!(warmUpSeconds >= 0) || !(seconds > 0) || repetitions < 1) {
            throw new IllegalArgumentException(
                    warmUpSeconds + " s, " + seconds + " s, " + repetitions + " times");
        }
    }

    /**
     * When the requests of a repetition leave.
     *
     * @param repetition from 0
     */
    LoadPlan load(double ratePerSecond, int repetition) {
        double before = repetition == 0 ? warmUpSeconds : Math.min(SETTLE_SECONDS, warmUpSeconds);
        return new LoadPlan(ratePerSecond, before, seconds);
    }

    /** Seconds of load that a measurement takes. */
    public double allSeconds() {
        return warmUpSeconds + repetitions * (seconds + SETTLE_SECONDS);
    }
}
