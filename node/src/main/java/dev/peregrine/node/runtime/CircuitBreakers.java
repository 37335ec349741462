package dev.peregrine.node.runtime;

import dev.peregrine.policy.CircuitBreaker;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Whether what a policy decides is out of its breaker's bands. */
final class CircuitBreakers {
    private static final double PERCENT = 100;

    private CircuitBreakers() {}

    /**
     * Why a policy is to be taken back.
     *
     * @return a sentence for people; empty when it may stay
     */
    static Optional<String> tripped(CircuitBreaker breaker, DecisionRates.Counts counts) {
        if (counts.decisions() < breaker.minDecisions()) {
            return Optional.empty();
        }
        return outside("declined", counts.declined(), breaker.decline(), breaker, counts)
                .or(
                        () ->
                                outside(
                                        "challenged",
                                        counts.challenged(),
                                        breaker.challenge(),
                                        breaker,
                                        counts));
    }

    /** What a breaker watches, for people. */
    static String describe(CircuitBreaker breaker) {
        return String.format(
                Locale.ROOT,
                "declined within %.2f .. %.2f %%, challenged within %.2f .. %.2f %% of at least %,d in"
                        + " %d min",
                PERCENT * breaker.decline().min(),
                PERCENT * breaker.decline().max(),
                PERCENT * breaker.challenge().min(),
                PERCENT * breaker.challenge().max(),
                breaker.minDecisions(),
                TimeUnit.NANOSECONDS.toMinutes(breaker.windowNs()));
    }

    private static Optional<String> outside(
            String what,
            long count,
            CircuitBreaker.Band band,
            CircuitBreaker breaker,
            DecisionRates.Counts counts) {
        double share = (double) count / counts.decisions();
        if (band.holds(share)) {
            return Optional.empty();
        }
        return Optional.of(
                String.format(
                        Locale.ROOT,
                        "%s %.2f %% of %,d payments within %d min, outside %.2f .. %.2f %%",
                        what,
                        PERCENT * share,
                        counts.decisions(),
                        TimeUnit.NANOSECONDS.toMinutes(breaker.windowNs()),
                        PERCENT * band.min(),
                        PERCENT * band.max()));
    }
}
