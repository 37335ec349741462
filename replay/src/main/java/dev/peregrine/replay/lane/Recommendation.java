package dev.peregrine.replay.lane;

import dev.peregrine.replay.backtest.metrics.Interval;
import java.util.Locale;

/**
 * What to do with a challenger, by the payments whose label is known. A policy is right about a
 * payment when it stops a fraud (does anything but approve it) or lets a good one pass. Which of
 * the two is right more often is tested by {@link McNemar} over the payments about which only one
 * is; the level of the test is {@value #LEVEL} divided by the number of challengers (Bonferroni).
 * Money is looked at as well: a challenger that is right more often but lets more fraud money pass
 * is not promoted.
 *
 * @param verdict what to do
 * @param confidence 1 - p of the test, times the number of challengers; 0 .. 1
 * @param pValue of the test
 * @param why one sentence
 */
record Recommendation(Verdict verdict, double confidence, double pValue, String why) {
    /** Level of the test. */
    static final double LEVEL = 0.05;

    /** Fewer payments than this about which only one is right decide nothing. */
    private static final long LEAST = 20;

    /** What to do. */
    enum Verdict {
        /** Let it decide. */
        PROMOTE,
        /** Let it run on: nothing is certain yet. */
        KEEP,
        /** Take it out. */
        DROP;

        String externalName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Recommendation of(Disagreements disagreements, int challengers) {
        Tally stopsMore = disagreements.stopped(false, true);
        Tally stopsLess = disagreements.stopped(true, false);
        long challenger = stopsMore.count(KnownOutcome.FRAUD) + stopsLess.count(KnownOutcome.GOOD);
        long champion = stopsMore.count(KnownOutcome.GOOD) + stopsLess.count(KnownOutcome.FRAUD);
        double p = McNemar.pValue(champion, challenger);
        double confidence = Math.max(0, 1 - p * challengers);
        Interval money = disagreements.fraudMoney();
        String numbers =
                String.format(
                        Locale.ROOT,
                        "of %,d payments with a label about which only one of them is right, the"
                                + " challenger is right about %,d (p = %.2g)",
                        champion + challenger,
                        challenger,
                        p);
        if (champion + challenger < LEAST) {
            return new Recommendation(
                    Verdict.KEEP,
                    confidence,
                    p,
                    numbers + "; fewer than " + LEAST + " decide nothing");
        }
        if (p * challengers >= LEVEL) {
            return new Recommendation(Verdict.KEEP, confidence, p, numbers + "; it may be chance");
        }
        if (challenger > champion && money.low() >= 0) {
            return new Recommendation(
                    Verdict.PROMOTE, confidence, p, numbers + "; it lets no more fraud money pass");
        }
        if (challenger < champion && money.high() <= 0) {
            return new Recommendation(
                    Verdict.DROP, confidence, p, numbers + "; it stops no more fraud money");
        }
        return new Recommendation(
                Verdict.KEEP,
                confidence,
                p,
                numbers
                        + "; by fraud money it is the other way round or uncertain, so the costs of"
                        + " both mistakes have to be weighed");
    }
}
