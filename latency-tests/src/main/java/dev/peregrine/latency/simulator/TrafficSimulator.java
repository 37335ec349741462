package dev.peregrine.latency.simulator;

import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.Purpose;

/**
 * The stream of simulated events in time order: first {@link #nextOfHistory} up to the end of the
 * history, then, after {@link #goLive}, {@link #nextLive} without end.
 *
 * <p>The same context gives the same stream, on every JVM. One thread; the event returned is valid
 * until the next call. Nothing is allocated per event once the pool of planned events has grown.
 *
 * <p>In the live phase a transaction's event time is its slot in an evenly spaced schedule,
 * whatever the size of the population; who pays and where still follows habits at that hour,
 * campaigns run at {@link Pace#LIVE}, and nobody pays again by habit within half a minute while
 * others are left.
 */
public final class TrafficSimulator {
    private static final long LIVE_REST_NS = 30_000_000_000L;
    private static final int LIVE_DRAWS = 12;
    private static final double DAY_NS = 86_400e9;

    private final Customers customers;
    private final Purchases purchases;
    private final FraudCampaigns campaigns;
    private final CompromisedTerminals terminals;
    private final FollowUps followUps;
    private final EventHeap planned = new EventHeap();
    private final CustomerHeap habits;
    private final SimRandom random = new SimRandom(0);
    private final SimRandom liveRandom;
    private final long historyEndNs;
    private final long[] lastLiveNs;
    private SimulatedEvent lent;
    private long nextNumber;
    private boolean live;
    private long liveStartNs;
    private double liveIntervalNs;
    private long liveSlot;

    /** Builds the population; takes some microseconds per customer. */
    public TrafficSimulator(SimulatorContext context) {
        context.conclude();
        long seed = context.seed();
        historyEndNs = context.nowNs();
        long startNs = historyEndNs - context.historyDays() * (long) DAY_NS;
        Merchants merchants = new Merchants(context.merchants(), SimRandom.streamSeed(seed, 1));
        customers =
                new Customers(
                        context.customers(),
                        context.paymentsPerDay(),
                        merchants,
                        startNs,
                        SimRandom.streamSeed(seed, 2));
        purchases = new Purchases(customers, merchants);
        campaigns =
                new FraudCampaigns(
                        customers, merchants, purchases, planned, SimRandom.streamSeed(seed, 3));
        campaigns.begin(Pace.HISTORY, startNs, customers.paymentsPerDay() / DAY_NS);
        terminals =
                new CompromisedTerminals(
                        merchants, campaigns, startNs, SimRandom.streamSeed(seed, 4));
        followUps = new FollowUps(planned, SimRandom.streamSeed(seed, 5));
        liveRandom = new SimRandom(SimRandom.streamSeed(seed, 6));
        lastLiveNs = new long[customers.count()];
        long[] firstTimes = new long[customers.count()];
        for (int customer = 0; customer < firstTimes.length; customer++) {
            customers.lend(customer, random);
            firstTimes[customer] = customers.nextPaymentNs(customer, startNs, random);
            customers.giveBack(customer, random);
        }
        habits = new CustomerHeap(firstTimes);
    }

    /** The next event before the end of the history; null when there are no more. */
    public SimulatedEvent nextOfHistory() {
        takeBack();
        long timeNs = Math.min(habits.firstTimeNs(), planned.firstTimeNs());
        while (campaigns.nextStartNs() <= timeNs) {
            campaigns.startDue(campaigns.nextStartNs());
            timeNs = Math.min(timeNs, planned.firstTimeNs());
        }
        if (timeNs >= historyEndNs) {
            return null;
        }
        if (planned.firstTimeNs() <= habits.firstTimeNs()) {
            lent = planned.poll();
            if (lent.kind == SimulatedEvent.Kind.TRANSACTION) {
                complete(lent, timeNs);
            }
            return lent;
        }
        int customer = habits.firstCustomer();
        customers.lend(customer, random);
        lent = planned.borrow();
        purchases.habitual(lent.transaction, customer, timeNs, random);
        habits.replaceFirst(customers.nextPaymentNs(customer, timeNs, random));
        customers.giveBack(customer, random);
        complete(lent, timeNs);
        return lent;
    }

    /**
     * Begins the live phase.
     *
     * @param startNs event time of its first transaction; not before the end of the history
     * @param transactionsPerSecond more than 0
     */
    public void goLive(long startNs, double transactionsPerSecond) {
        if (startNs < historyEndNs || !(transactionsPerSecond > 0)) {
            throw new IllegalArgumentException(
                    "start " + startNs + " or rate " + transactionsPerSecond + " out of range");
        }
        live = true;
        liveStartNs = startNs;
        liveSlot = 0;
        liveIntervalNs = 1e9 / transactionsPerSecond;
        campaigns.begin(Pace.LIVE, startNs, transactionsPerSecond / 1e9);
    }

    /** The next event of the live phase: a transaction in its slot, or what follows one. */
    public SimulatedEvent nextLive() {
        if (!live) {
            throw new IllegalStateException("not live");
        }
        takeBack();
        long slotNs = liveStartNs + (long) (liveSlot * liveIntervalNs);
        while (campaigns.nextStartNs() <= slotNs) {
            campaigns.startDue(slotNs);
        }
        if (planned.firstTimeNs() <= slotNs) {
            lent = planned.poll();
            if (lent.kind == SimulatedEvent.Kind.TRANSACTION) {
                liveSlot++;
                lent.transaction.eventTimeNs = slotNs;
                complete(lent, slotNs);
            }
            return lent;
        }
        liveSlot++;
        int customer = drawLiveCustomer(slotNs);
        customers.lend(customer, random);
        lent = planned.borrow();
        purchases.habitual(lent.transaction, customer, slotNs, random);
        customers.giveBack(customer, random);
        complete(lent, slotNs);
        return lent;
    }

    private int drawLiveCustomer(long timeNs) {
        int customer = customers.drawByActivity(liveRandom);
        for (int left = LIVE_DRAWS; left > 0; left--) {
            boolean rested = timeNs - lastLiveNs[customer] > LIVE_REST_NS;
            if (rested && liveRandom.chance(customers.readiness(customer, timeNs))) {
                break;
            }
            customer = customers.drawByActivity(liveRandom);
        }
        lastLiveNs[customer] = timeNs;
        return customer;
    }

    private void complete(SimulatedEvent event, long timeNs) {
        SimulatedTransaction tx = event.transaction;
        event.kind = SimulatedEvent.Kind.TRANSACTION;
        event.timeNs = timeNs;
        tx.number = nextNumber++;
        tx.purpose = live ? Purpose.AUTHORISATION : Purpose.BACK_FILL;
        tx.actionTaken = live ? Action.NULL_VAL : Action.APPROVE;
        terminals.visit(tx);
        followUps.plan(tx);
    }

    private void takeBack() {
        if (lent != null) {
            planned.recycle(lent);
            lent = null;
        }
    }
}
