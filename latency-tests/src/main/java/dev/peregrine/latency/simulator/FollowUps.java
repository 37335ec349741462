package dev.peregrine.latency.simulator;

import dev.peregrine.protocol.codec.Channel;
import dev.peregrine.protocol.codec.LabelKind;

/**
 * Plans what follows a payment: the issuer's answer within a second, a reversal within days, and
 * what becomes known of it, as late as it does in life: a bank's word within days, a chargeback
 * after weeks, or nothing ever.
 */
final class FollowUps {
    private static final long MS = 1_000_000L;
    private static final long HOUR_NS = 3_600_000 * MS;
    private static final long DAY_NS = 24 * HOUR_NS;

    private final EventHeap planned;
    private final long seed;
    private final SimRandom random = new SimRandom(0);

    FollowUps(EventHeap planned, long seed) {
        this.planned = planned;
        this.seed = seed;
    }

    void plan(SimulatedTransaction tx) {
        random.reseed(SimRandom.streamSeed(seed, tx.number));
        boolean approved = planOutcome(tx);
        if (tx.truth.isFraud()) {
            planFraudLabel(tx, approved);
        } else if (approved) {
            planGenuineLabel(tx);
            planReversal(tx);
        }
    }

    private boolean planOutcome(SimulatedTransaction tx) {
        SimulatedEvent event = after(tx, SimulatedEvent.Kind.OUTCOME, 60 * MS, 900 * MS);
        event.responseCode = responseCode(tx.truth);
        boolean verified = tx.channel == Channel.ECOMMERCE || tx.channel == Channel.MOTO;
        event.avsResult = 0;
        event.cvvResult = 0;
        event.threeDsStatus = 0;
        if (verified) {
            double mismatch = mismatch(tx.truth);
            event.avsResult = (byte) (random.chance(mismatch) ? 'N' : 'Y');
            event.cvvResult = (byte) (random.chance(mismatch * 0.6) ? 'N' : 'M');
            if (tx.channel == Channel.ECOMMERCE && tx.amountMinor > 3_000) {
                event.threeDsStatus =
                        (byte) (tx.truth.isFraud() ? 'A' : random.chance(0.03) ? 'N' : 'Y');
            }
        }
        boolean approved = event.approvedByIssuer();
        planned.add(event);
        return approved;
    }

    private String responseCode(FraudType truth) {
        double draw = random.nextDouble();
        return switch (truth) {
            case NONE -> draw < 0.966 ? "00" : draw < 0.987 ? "51" : draw < 0.996 ? "05" : "91";
            case CARD_TESTING -> draw < 0.45 ? "00" : draw < 0.75 ? "14" : draw < 0.9 ? "05" : "54";
            case ACCOUNT_TAKEOVER, STOLEN_CARD ->
                    draw < 0.78 ? "00" : draw < 0.88 ? "51" : draw < 0.95 ? "59" : "05";
            case COMPROMISED_TERMINAL -> draw < 0.9 ? "00" : draw < 0.96 ? "51" : "59";
        };
    }

    private static double mismatch(FraudType truth) {
        return switch (truth) {
            case NONE -> 0.03;
            case CARD_TESTING -> 0.6;
            case ACCOUNT_TAKEOVER -> 0.15;
            case STOLEN_CARD, COMPROMISED_TERMINAL -> 0.4;
        };
    }

    private void planFraudLabel(SimulatedTransaction tx, boolean approved) {
        double draw = random.nextDouble();
        if (draw < 0.4) {
            label(tx, LabelKind.FRAUD, "bank", 2 * HOUR_NS, 5 * DAY_NS);
        } else if (approved && draw < 0.92) {
            label(tx, LabelKind.CHARGEBACK, "scheme-10.4", 20 * DAY_NS, 45 * DAY_NS);
        }
    }

    private void planGenuineLabel(SimulatedTransaction tx) {
        double draw = random.nextDouble();
        if (draw < 0.0002) {
            label(tx, LabelKind.CHARGEBACK, "scheme-10.4", 20 * DAY_NS, 45 * DAY_NS);
            if (random.chance(0.4)) {
                label(tx, LabelKind.RETRACTION, "representment", 50 * DAY_NS, 70 * DAY_NS);
            }
        } else if (draw < 0.0015) {
            label(tx, LabelKind.LEGITIMATE, "review", HOUR_NS, 2 * DAY_NS);
        }
    }

    private void planReversal(SimulatedTransaction tx) {
        if (random.chance(0.008)) {
            SimulatedEvent event = after(tx, SimulatedEvent.Kind.REVERSAL, HOUR_NS, 12 * DAY_NS);
            boolean partial = tx.amountMinor > 1_000 && random.chance(0.3);
            event.reversalAmountMinor = partial ? tx.amountMinor / 2 : tx.amountMinor;
            planned.add(event);
        }
    }

    private void label(
            SimulatedTransaction tx, LabelKind kind, String source, long leastNs, long mostNs) {
        SimulatedEvent event = after(tx, SimulatedEvent.Kind.LABEL, leastNs, mostNs);
        event.labelKind = kind;
        event.labelSource = source;
        planned.add(event);
    }

    private SimulatedEvent after(
            SimulatedTransaction tx, SimulatedEvent.Kind kind, long leastNs, long mostNs) {
        SimulatedEvent event = planned.borrow();
        event.kind = kind;
        event.timeNs = tx.eventTimeNs + random.between(leastNs, mostNs);
        event.transaction.copyFrom(tx);
        return event;
    }
}
