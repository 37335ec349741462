package dev.peregrine.latency.simulator;

import dev.peregrine.protocol.codec.Channel;

/**
 * Plans card testing, account takeovers and the use of stolen cards: each campaign puts all its
 * payments into the heap of planned events when it starts. Starts are spread so that each kind has
 * its share of the transactions.
 */
final class FraudCampaigns {
    private static final double TESTING_SHARE = 0.0024;
    private static final double TAKEOVER_SHARE = 0.0017;
    private static final double STOLEN_SHARE = 0.0018;
    private static final double TESTING_MEAN_SIZE = 57;
    private static final double TAKEOVER_MEAN_SIZE = 5.5;
    private static final double STOLEN_MEAN_SIZE = 5;
    private static final double CASH_OUT_SHARE = 0.12;
    private static final long FIRST_FRAUD_IDENTITY = 1L << 40;

    private final Customers customers;
    private final Merchants merchants;
    private final Purchases purchases;
    private final EventHeap planned;
    private final SimRandom random;
    private Pace pace = Pace.HISTORY;
    private double transactionsPerNs;
    private long nextTestingNs;
    private long nextTakeoverNs;
    private long nextStolenNs;
    private long nextIdentity = FIRST_FRAUD_IDENTITY;

    FraudCampaigns(
            Customers customers,
            Merchants merchants,
            Purchases purchases,
            EventHeap planned,
            long seed) {
        this.customers = customers;
        this.merchants = merchants;
        this.purchases = purchases;
        this.planned = planned;
        this.random = new SimRandom(seed);
    }

    /** Plans the first campaigns from a time on, at a rate of transactions. */
    void begin(Pace pace, long fromNs, double transactionsPerNs) {
        this.pace = pace;
        this.transactionsPerNs = transactionsPerNs;
        nextTestingNs = fromNs + gapNs(TESTING_MEAN_SIZE, TESTING_SHARE) / 3;
        nextTakeoverNs = fromNs + gapNs(TAKEOVER_MEAN_SIZE, TAKEOVER_SHARE) / 2;
        nextStolenNs = fromNs + gapNs(STOLEN_MEAN_SIZE, STOLEN_SHARE) / 2;
    }

    /** When the next campaign starts. */
    long nextStartNs() {
        return Math.min(nextTestingNs, Math.min(nextTakeoverNs, nextStolenNs));
    }

    /** Starts every campaign that is due. */
    void startDue(long timeNs) {
        if (nextTestingNs <= timeNs) {
            planCardTesting(nextTestingNs);
            nextTestingNs += gapNs(TESTING_MEAN_SIZE, TESTING_SHARE);
        }
        if (nextTakeoverNs <= timeNs) {
            planTakeover(nextTakeoverNs);
            nextTakeoverNs += gapNs(TAKEOVER_MEAN_SIZE, TAKEOVER_SHARE);
        }
        if (nextStolenNs <= timeNs) {
            planStolenCard(nextStolenNs);
            nextStolenNs += gapNs(STOLEN_MEAN_SIZE, STOLEN_SHARE);
        }
    }

    /** Plans the use elsewhere of a card that was copied at a terminal. */
    void planCopiedCard(int customer, long card, long visitNs) {
        long device = nextIdentity++;
        int city = random.nextInt(City.count());
        long timeNs = visitNs + random.between(30, 360) * 3_600_000_000_000L;
        for (int left = 1 + random.nextInt(2); left > 0; left--) {
            int merchant = merchants.drawOnline(random);
            long amountMinor = (long) random.logNormal(6_000, 0.7);
            SimulatedTransaction tx = plan(customer, card, merchant, timeNs, amountMinor);
            online(tx, device, city, FraudType.COMPROMISED_TERMINAL);
            timeNs += waitNs(Pace.HISTORY.stepGapNs());
        }
    }

    private void planCardTesting(long startNs) {
        int merchant = merchants.drawOnline(random, Trade.CHARITY, Trade.DIGITAL_GOODS);
        long device = nextIdentity++;
        long buyer = nextIdentity++;
        int city = random.nextInt(City.count());
        long timeNs = startNs;
        for (int left = 30 + random.nextInt(40); left > 0; left--) {
            int customer = random.nextInt(customers.count());
            long card = customers.drawCard(customer, random);
            long amountMinor = random.between(60, 300);
            SimulatedTransaction tx = plan(customer, card, merchant, timeNs, amountMinor);
            online(tx, device, city, FraudType.CARD_TESTING);
            if (random.chance(CASH_OUT_SHARE)) {
                cashOut(customer, card, buyer, city, timeNs + waitNs(pace.cashOutDelayNs()));
            }
            timeNs += waitNs(pace.attemptGapNs());
        }
    }

    private void cashOut(int customer, long card, long device, int city, long timeNs) {
        int merchant = merchants.drawOnline(random, Trade.GIFT_CARDS, Trade.WEB_ELECTRONICS);
        long amountMinor = (long) random.logNormal(18_000, 0.6);
        SimulatedTransaction tx = plan(customer, card, merchant, timeNs, amountMinor);
        online(tx, device, city, FraudType.CARD_TESTING);
    }

    private void planTakeover(long startNs) {
        int customer = customers.drawByActivity(random);
        long card = customers.drawCard(customer, random);
        long device = nextIdentity++;
        int city = random.nextInt(City.count());
        double amountMinor = random.logNormal(4_000, 0.4);
        long timeNs = startNs;
        for (int left = 3 + random.nextInt(6); left > 0; left--) {
            int merchant =
                    random.chance(0.6)
                            ? merchants.drawOnline(random, Trade.WEB_ELECTRONICS, Trade.GIFT_CARDS)
                            : merchants.drawOnline(random);
            SimulatedTransaction tx = plan(customer, card, merchant, timeNs, (long) amountMinor);
            online(tx, device, city, FraudType.ACCOUNT_TAKEOVER);
            amountMinor *= 1.25 + 0.6 * random.nextDouble();
            timeNs += waitNs(pace.stepGapNs());
        }
    }

    private void planStolenCard(long startNs) {
        int customer = customers.drawByActivity(random);
        long card = customers.drawCard(customer, random);
        int home = customers.homeCity(customer);
        int city = random.nextInt(City.count());
        while (!City.farApart(home, city)) {
            city = random.nextInt(City.count());
        }
        int usual = customers.favourite(customer, random.nextInt(Customers.FAVOURITE_COUNTERS));
        plan(customer, card, usual, startNs, (long) random.logNormal(2_500, 0.5));
        long timeNs = startNs + waitNs(pace.travelNs());
        for (int left = 3 + random.nextInt(5); left > 0; left--) {
            int merchant = merchants.drawInCity(random, city);
            long amountMinor = (long) random.logNormal(2.2 * merchants.medianMinor(merchant), 0.5);
            SimulatedTransaction tx = plan(customer, card, merchant, timeNs, amountMinor);
            tx.truth = FraudType.STOLEN_CARD;
            if (tx.channel == Channel.CHIP) {
                tx.channel = Channel.MAGSTRIPE;
            }
            timeNs += waitNs(pace.stepGapNs());
        }
    }

    private SimulatedTransaction plan(
            int customer, long card, int merchant, long timeNs, long amountMinor) {
        SimulatedEvent event = planned.borrow();
        event.kind = SimulatedEvent.Kind.TRANSACTION;
        event.timeNs = timeNs;
        purchases.fill(event.transaction, customer, card, merchant, timeNs, amountMinor, random);
        planned.add(event);
        return event.transaction;
    }

    private void online(SimulatedTransaction tx, long device, int city, FraudType truth) {
        boolean throwaway = random.chance(0.5);
        int domain = throwaway ? Tokens.THROWAWAY_DOMAIN : random.nextInt(6);
        Purchases.onDevice(tx, device, SimRandom.mix(device), device, domain);
        Purchases.locate(tx, city, random);
        tx.channel = Channel.ECOMMERCE;
        tx.truth = truth;
    }

    private long gapNs(double meanSize, double share) {
        double meanNs = meanSize / (share * transactionsPerNs);
        return 1 + (long) (meanNs * (0.6 + 0.8 * random.nextDouble()));
    }

    private long waitNs(long meanNs) {
        return 1 + (long) (meanNs * (0.4 + 1.2 * random.nextDouble()));
    }
}
