package dev.peregrine.replay.monitor;

import java.util.Locale;

/**
 * A change that a monitor has found.
 *
 * @param tenantId owner
 * @param stream what has changed
 * @param before mean before, in points of score
 * @param after mean since, in points of score
 * @param numbers how many numbers the mean since is of
 * @param ingressTimeNs ingress time of the decision at hand, epoch nanoseconds
 */
public record Drift(
        int tenantId,
        Stream stream,
        double before,
        double after,
        long numbers,
        long ingressTimeNs) {
    /** What is watched. */
    public enum Stream {
        /** Scores of all decisions. */
        SCORES("scores"),
        /** Scores of the payments of which it became known that they are frauds. */
        FRAUD_SCORES("fraud_scores");

        private final String externalName;

        Stream(String externalName) {
            this.externalName = externalName;
        }

        /**
         * The stream of a name.
         *
         * @throws IllegalArgumentException when there is none
         */
        public static Stream of(String externalName) {
            for (Stream stream : values()) {
                if (stream.externalName.equals(externalName)) {
                    return stream;
                }
            }
            throw new IllegalArgumentException("no stream " + externalName);
        }

        /** Name in metrics and logs. */
        public String externalName() {
            return externalName;
        }
    }

    /** A sentence for people. */
    public String describe() {
        return String.format(
                Locale.ROOT,
                "%s drifted from a mean of %.0f to %.0f points (the last %,d)",
                stream == Stream.SCORES ? "scores" : "scores of known frauds",
                before,
                after,
                numbers);
    }
}
