package dev.peregrine.replay.lane;

import dev.peregrine.replay.backtest.metrics.Interval;
import java.util.Locale;

/**
 * What to do with a challenger. A policy is right about a payment when it stops a fraud (does
 * anything but approve it) or lets a good one pass. Which of the two is right more often is tested
 * by {@link McNemar} over the payments about which only one is; the level of the test is {@value
 * #LEVEL} divided by the number of challengers (Bonferroni).
 *
 * <p>It is tested twice: by the payments with a label, and with those without one counted as good.
 * Where labels are chargebacks alone, nobody ever says of a payment that it was good, and by the
 * labels alone a challenger could stop as many of those as it likes. A verdict holds both ways.
 *
 * <p>Money is looked at as well: a challenger that is right more often but lets more fraud money
 * pass is not promoted.
 *
 * @param verdict what to do
 * @param confidence 1 - p of the tests, the greater, times the number of challengers; 0 .. 1
 * @param pValue of the tests, the greater
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
        Split labelled =
                new Split(
                        stopsMore.count(KnownOutcome.GOOD) + stopsLess.count(KnownOutcome.FRAUD),
                        stopsMore.count(KnownOutcome.FRAUD) + stopsLess.count(KnownOutcome.GOOD));
        Split all =
                new Split(
                        labelled.champion + stopsMore.count(KnownOutcome.UNKNOWN),
                        labelled.challenger + stopsLess.count(KnownOutcome.UNKNOWN));
        double p = Math.max(labelled.pValue(), all.pValue());
        Interval money = disagreements.fraudMoney();
        Verdict verdict = Verdict.KEEP;
        String why;
        if (labelled.count() < LEAST) {
            why = "fewer than " + LEAST + " decide nothing";
        } else if (labelled.pValue() * challengers >= LEVEL) {
            why = "it may be chance";
        } else if (all.pValue() * challengers >= LEVEL || all.better() != labelled.better()) {
            why =
                    String.format(
                            Locale.ROOT,
                            "counting those without a label as good it is right about %,d of %,d,"
                                    + " so more has to be known of them",
                            all.challenger,
                            all.count());
        } else if (labelled.better() && money.low() >= 0) {
            verdict = Verdict.PROMOTE;
            why = "it lets no more fraud money pass";
        } else if (!labelled.better() && money.high() <= 0) {
            verdict = Verdict.DROP;
            why = "it stops no more fraud money";
        } else {
            why =
                    "by fraud money it is the other way round or uncertain, so the costs of both"
                            + " mistakes have to be weighed";
        }
        String numbers =
                String.format(
                        Locale.ROOT,
                        "of %,d payments with a label about which only one of them is right, the"
                                + " challenger is right about %,d (p = %.2g); ",
                        labelled.count(),
                        labelled.challenger,
                        labelled.pValue());
        return new Recommendation(verdict, Math.max(0, 1 - p * challengers), p, numbers + why);
    }

    /** Payments about which only one of two policies is right, by the one that is. */
    private record Split(long champion, long challenger) {
        long count() {
            return champion + challenger;
        }

        boolean better() {
            return challenger > champion;
        }

        double pValue() {
            return McNemar.pValue(champion, challenger);
        }
    }
}
