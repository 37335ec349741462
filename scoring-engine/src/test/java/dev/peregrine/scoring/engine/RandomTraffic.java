package dev.peregrine.scoring.engine;

import dev.peregrine.protocol.codec.LabelKind;
import dev.peregrine.protocol.codec.Purpose;
import dev.peregrine.protocol.event.TransactionBuilder;
import java.util.SplittableRandom;

/**
 * A seeded mix of everything the engine takes: payments in and out of order, ties, repeats,
 * conflicts, back-fill, labels, retractions, reversals, outcomes, rates, rest. Drives one event at
 * a time, the same for the same seed.
 */
final class RandomTraffic {
    private static final LabelKind[] KINDS = {
        LabelKind.FRAUD, LabelKind.CHARGEBACK, LabelKind.LEGITIMATE, LabelKind.RETRACTION
    };
    private static final int REMEMBERED = 256;

    private final SplittableRandom random;
    private final TransactionBuilder[] past = new TransactionBuilder[REMEMBERED];
    private int payments;
    private int events;

    RandomTraffic(long seed) {
        random = new SplittableRandom(seed);
    }

    EventResult next(EngineDriver driver) {
        events++;
        driver.ingressNs += step();
        int choice = random.nextInt(100);
        TransactionBuilder known = past[random.nextInt(REMEMBERED)];
        if (known == null || choice < 70) {
            return driver.send(payment(driver.ingressNs));
        }
        String id = "c" + events;
        if (choice < 78) {
            LabelKind kind = KINDS[random.nextInt(KINDS.length)];
            return driver.label(
                    known, id, kind, driver.ingressNs - random.nextLong(1_000_000_000L));
        }
        if (choice < 83) {
            return driver.reverse(known, id, random.nextInt(5000));
        }
        if (choice < 90) {
            return driver.outcome(known, id, random.nextBoolean() ? "05" : "00");
        }
        if (choice < 92) {
            return driver.rate(id, TestPolicies.USD, TestPolicies.EUR, 1 + random.nextInt(2000), 3);
        }
        if (choice < 97) {
            return driver.send(known);
        }
        return driver.send(payment(driver.ingressNs).amount(random.nextInt(100), 826));
    }

    private TransactionBuilder payment(long ingressNs) {
        long timeNs = ingressNs - late();
        timeNs -= random.nextInt(3) == 0 ? timeNs % 1_000_000_000L : 0;
        TransactionBuilder payment =
                EngineDriver.payment(Integer.toString(++payments), timeNs, random.nextInt(100_000))
                        .card("card-" + skewed(200))
                        .merchant("merchant-" + skewed(20))
                        .purpose(
                                random.nextInt(10) == 0
                                        ? Purpose.BACK_FILL
                                        : Purpose.AUTHORISATION);
        if (random.nextInt(10) == 0) {
            payment.amount(random.nextInt(100_000), TestPolicies.USD);
        }
        past[payments % REMEMBERED] = payment;
        return payment;
    }

    private int skewed(int bound) {
        return random.nextInt(1 + random.nextInt(bound));
    }

    private long step() {
        return random.nextInt(500) == 0
                ? random.nextLong(6 * TestPolicies.HOUR_NS)
                : random.nextLong(10_000_000_000L);
    }

    private long late() {
        int kind = random.nextInt(20);
        if (kind < 14) {
            return 0;
        }
        return kind < 19
                ? random.nextLong(TestPolicies.LATENESS_NS)
                : random.nextLong(30 * TestPolicies.HOUR_NS);
    }
}
