package dev.peregrine.scoring.features;

import dev.peregrine.protocol.KeyField;
import dev.peregrine.protocol.codec.Channel;
import dev.peregrine.protocol.codec.LabelKind;
import dev.peregrine.protocol.codec.Purpose;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A seeded history: few entities, so that each has many events; bursts and rest, ties, late and
 * early events, events at the very edge of windows, repeats, corrections of every kind.
 */
final class RandomHistory {
    static final int EUR = 978;
    static final int USD = 840;
    static final int JPY = 392;

    private static final long GREAT_MINOR = 250_000_000_000L;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long MINUTE_NS = 60 * SECOND_NS;
    private static final long HOUR_NS = 60 * MINUTE_NS;
    private static final long DAY_NS = 24 * HOUR_NS;
    private static final long[] EDGES = {
        SECOND_NS, MINUTE_NS, 10 * MINUTE_NS, HOUR_NS, 6 * HOUR_NS, DAY_NS, 3 * DAY_NS
    };
    private static final List<String> STARTS =
            List.of(
                    "2024-12-20T00:00:00Z",
                    "2025-03-05T00:00:00Z",
                    "2025-10-20T00:00:00Z",
                    "2018-10-28T00:00:00Z",
                    "2019-02-10T00:00:00Z",
                    "2011-12-20T00:00:00Z",
                    "2024-02-20T00:00:00Z");
    private static final List<String> CODES = List.of("00", "00", "10", "85", "05", "51", "N7", "");
    private static final List<String> COUNTRIES = List.of("DE", "FR", "US");
    private static final LabelKind[] LABELS = {
        LabelKind.FRAUD,
        LabelKind.FRAUD,
        LabelKind.CHARGEBACK,
        LabelKind.LEGITIMATE,
        LabelKind.RETRACTION
    };

    private final SplittableRandom random;
    private final List<Step> steps = new ArrayList<>();
    private final List<Payment> payments = new ArrayList<>();
    private final List<Long> sentNs = new ArrayList<>();
    private long ingressNs;
    private int burst;

    private RandomHistory(long seed) {
        random = new SplittableRandom(seed);
        ingressNs =
                Instant.parse(STARTS.get((int) Math.floorMod(seed, (long) STARTS.size())))
                                .getEpochSecond()
                        * SECOND_NS;
    }

    static List<Step> of(long seed, int events) {
        RandomHistory history = new RandomHistory(seed);
        while (history.steps.size() < events) {
            history.next();
        }
        return history.steps;
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private int skewed(int bound) {
        return random.nextInt(1 + random.nextInt(bound));
    }

    private void next() {
        rest();
        String id = "c" + steps.size();
        int choice = random.nextInt(100);
        if (payments.isEmpty() || choice < 66) {
            pay();
        } else if (choice < 70) {
            repeat();
        } else if (choice < 78) {
            steps.add(
                    new Step.Label(
                            ingressNs,
                            id,
                            known(),
                            LABELS[random.nextInt(LABELS.length)],
                            ingressNs - random.nextLong(HOUR_NS)));
        } else if (choice < 85) {
            Payment payment = known();
            long amount =
                    chance(50)
                            ? payment.amountMinor() + random.nextInt(2)
                            : random.nextLong(1 + payment.amountMinor());
            steps.add(new Step.Reverse(ingressNs, id, payment, amount));
        } else if (choice < 98) {
            steps.add(new Step.Outcome(ingressNs, id, known(), pick(CODES)));
        } else {
            int tenant = 1 + random.nextInt(2);
            steps.add(
                    chance(50)
                            ? new Step.Rate(
                                    ingressNs, id, tenant, USD, EUR, 1 + random.nextInt(2000), 3)
                            : new Step.Rate(
                                    ingressNs, id, tenant, JPY, EUR, 1 + random.nextInt(99), 2));
        }
    }

    /** Lets time go on: not at all in a burst, seldom for hours or days. */
    private void rest() {
        if (burst > 0) {
            burst--;
            ingressNs += chance(50) ? 0 : random.nextLong(2_000_000L);
            return;
        }
        int choice = random.nextInt(1000);
        if (choice < 30) {
            burst = random.nextInt(30);
        } else if (choice < 33) {
            ingressNs += random.nextLong(3 * DAY_NS);
        } else if (choice < 34) {
            ingressNs += random.nextLong(60 * DAY_NS);
        } else {
            ingressNs += random.nextLong(15 * MINUTE_NS);
        }
    }

    private void pay() {
        long timeNs = timeNs();
        Payment payment = payment(timeNs);
        payments.add(payment);
        sentNs.add(ingressNs);
        steps.add(new Step.Pay(ingressNs, payment));
    }

    private long timeNs() {
        int choice = random.nextInt(100);
        if (!payments.isEmpty() && choice < 12) {
            long timeNs = known().timeNs();
            return timeNs > ingressNs - 2 * DAY_NS ? timeNs : ingressNs;
        }
        if (!payments.isEmpty() && choice < 24) {
            long edgeNs = known().timeNs() + EDGES[random.nextInt(EDGES.length)];
            if (edgeNs > ingressNs && edgeNs < ingressNs + HOUR_NS) {
                ingressNs = edgeNs;
            }
            return edgeNs > ingressNs - DAY_NS && edgeNs <= ingressNs ? edgeNs : ingressNs;
        }
        long timeNs = ingressNs;
        if (choice < 40) {
            timeNs -= random.nextLong(10 * MINUTE_NS);
        } else if (choice < 46) {
            timeNs -= random.nextLong(3 * HOUR_NS);
        } else if (choice < 50) {
            timeNs -= random.nextLong(20 * DAY_NS);
        } else if (choice < 53) {
            timeNs += random.nextLong(2 * HOUR_NS);
        }
        return chance(40) ? timeNs - Math.floorMod(timeNs, MINUTE_NS) : timeNs;
    }

    private Payment payment(long timeNs) {
        Map<KeyField, String> keys = new EnumMap<>(KeyField.class);
        keys.put(KeyField.CARD, "card-" + skewed(20));
        keys.put(KeyField.MERCHANT, "m-" + skewed(12));
        if (chance(70)) {
            keys.put(KeyField.DEVICE, "d-" + skewed(10));
        }
        if (chance(80)) {
            keys.put(
                    KeyField.IP,
                    chance(75)
                            ? "10.0." + skewed(6) + "." + (1 + skewed(4))
                            : "2001:db8:" + (1 + skewed(3)) + "::" + (1 + skewed(3)));
        }
        boolean placed = chance(70);
        boolean exact = chance(20);
        return new Payment(
                chance(75) ? 1 : 2,
                id(),
                timeNs,
                amountMinor(),
                chance(75) ? EUR : chance(70) ? USD : JPY,
                chance(85)
                        ? Purpose.AUTHORISATION
                        : chance(50) ? Purpose.ADVICE : Purpose.BACK_FILL,
                pick(List.of(Channel.ECOMMERCE, Channel.CHIP, Channel.ATM)),
                chance(80) ? pick(List.of(5411, 5411, 5999, 6011)) : null,
                chance(80) ? pick(COUNTRIES) : null,
                chance(80) ? pick(COUNTRIES) : null,
                placed ? (exact ? 52_520_008 : random.nextInt(-90_000_000, 90_000_001)) : null,
                placed ? (exact ? 13_404_954 : random.nextInt(-180_000_000, 180_000_001)) : null,
                keys,
                attributes());
    }

    /** Nothing, a few units, some hundred, or all but the greatest that is still summed. */
    private long amountMinor() {
        int choice = random.nextInt(100);
        if (choice < 5) {
            return 0;
        }
        return choice < 8
                ? GREAT_MINOR + random.nextInt(10)
                : random.nextInt(choice < 50 ? 10 : 20_000);
    }

    private String id() {
        long number = payments.size() * 7919L % 100_003L * 100_000L + payments.size();
        return chance(85) ? Long.toString(number) : "p-" + number;
    }

    private Map<Integer, Object> attributes() {
        Map<Integer, Object> attributes = new HashMap<>();
        if (chance(60)) {
            attributes.put(
                    RandomBundle.LOYALTY, chance(90) ? "L" + skewed(8) : chance(50) ? "" : 5L);
        }
        if (chance(70)) {
            attributes.put(RandomBundle.BASKET, chance(95) ? (Object) (skewed(9) - 2L) : 2.0);
        }
        if (chance(50)) {
            attributes.put(RandomBundle.WEIGHT, skewed(10) / 2.0);
        }
        if (chance(50)) {
            attributes.put(RandomBundle.GIFT, chance(50));
        }
        return attributes;
    }

    /** Sends a payment again, within the time for which ids are remembered. */
    private void repeat() {
        int place = payments.size() - 1 - skewed(payments.size());
        if (sentNs.get(place) > ingressNs - 20 * HOUR_NS) {
            steps.add(new Step.Pay(ingressNs, payments.get(place)));
        }
    }

    /** An earlier payment, a recent one more likely. */
    private Payment known() {
        return payments.get(
                payments.size() - 1 - skewed(Math.min(payments.size(), chance(90) ? 200 : 5000)));
    }
}
