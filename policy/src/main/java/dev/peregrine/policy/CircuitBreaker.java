package dev.peregrine.policy;

/**
 * When a policy that has become active is taken back by itself: its share of declined or challenged
 * payments leaves a band. It is watched from outside the engine; taking it back is an event.
 *
 * @param windowNs length of the time that is looked at, up to now, in nanoseconds of ingress time
 * @param minDecisions fewest decisions in it for a share to mean something
 * @param decline band of the share of declined payments
 * @param challenge band of the share of challenged payments
 */
public record CircuitBreaker(long windowNs, int minDecisions, Band decline, Band challenge) {
    /**
     * A range of shares, both ends included.
     *
     * @param min 0 .. 1
     * @param max {@code min} .. 1
     */
    public record Band(double min, double max) {
        /** Every share is within. */
        public static final Band ANY = new Band(0, 1);

        /** Whether a share is within. */
        public boolean holds(double share) {
            return share >= min && share <= max;
        }
    }
}
