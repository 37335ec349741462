package dev.peregrine.latency.simulator;

/**
 * Terminals that were tampered with, each for some weeks. A share of the payments there is fraud,
 * like any other to look at; some cards that were genuinely used there are copied.
 */
final class CompromisedTerminals {
    private static final long DAY_NS = 86_400_000_000_000L;
    private static final double SHARE_OF_TERMINALS = 0.002;
    private static final long MEAN_DAYS = 30;
    private static final double FRAUD_SHARE = 0.5;
    private static final double COPIED_SHARE = 0.12;

    private final Merchants merchants;
    private final FraudCampaigns campaigns;
    private final SimRandom random;
    private final long[] untilNs;
    private final double meanGapNs;
    private long nextStartNs;

    CompromisedTerminals(Merchants merchants, FraudCampaigns campaigns, long startNs, long seed) {
        this.merchants = merchants;
        this.campaigns = campaigns;
        this.random = new SimRandom(seed);
        untilNs = new long[merchants.terminals()];
        int atOnce = Math.max(2, (int) (untilNs.length * SHARE_OF_TERMINALS));
        meanGapNs = (double) MEAN_DAYS * DAY_NS / atOnce;
        for (int i = 0; i < atOnce; i++) {
            compromise(startNs + random.between(DAY_NS, MEAN_DAYS * DAY_NS));
        }
        nextStartNs = startNs + (long) (random.exponential() * meanGapNs);
    }

    /** Turns a payment into fraud, or copies its card, where its terminal was tampered with. */
    void visit(SimulatedTransaction tx) {
        while (nextStartNs <= tx.eventTimeNs) {
            long days = random.between(MEAN_DAYS / 2, MEAN_DAYS * 3 / 2);
            compromise(nextStartNs + days * DAY_NS);
            nextStartNs += 1 + (long) (random.exponential() * meanGapNs);
        }
        if (tx.terminal < 0 || tx.truth.isFraud() || untilNs[tx.terminal] < tx.eventTimeNs) {
            return;
        }
        if (random.chance(FRAUD_SHARE)) {
            tx.truth = FraudType.COMPROMISED_TERMINAL;
            tx.amountMinor += tx.amountMinor / 2;
        } else if (random.chance(COPIED_SHARE)) {
            campaigns.planCopiedCard(tx.customer, tx.card, tx.eventTimeNs);
        }
    }

    private void compromise(long endNs) {
        int city = random.nextInt(City.count());
        while (!City.isHome(city)) {
            city = random.nextInt(City.count());
        }
        int terminal = merchants.drawTerminal(random, merchants.drawInCity(random, city));
        untilNs[terminal] = Math.max(untilNs[terminal], endNs);
    }
}
