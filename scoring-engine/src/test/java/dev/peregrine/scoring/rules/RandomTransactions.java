package dev.peregrine.scoring.rules;

import dev.peregrine.protocol.codec.Channel;
import dev.peregrine.protocol.codec.Purpose;
import dev.peregrine.protocol.event.TransactionBuilder;
import dev.peregrine.scoring.features.OutcomeView;
import dev.peregrine.scoring.features.TransactionView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Makes transactions with outcomes and attributes, each field there or missing, as a message and as
 * CEL's variables; the same for the same seed.
 */
final class RandomTransactions {
    private static final long HOUR_NS = 3_600_000_000_000L;

    private final SplittableRandom random;
    private final TransactionBuilder builder = new TransactionBuilder();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4096]);
    final TransactionView transaction = new TransactionView();
    final OutcomeView outcome = new OutcomeView();
    final Map<String, Object> attributes = new HashMap<>();
    final Map<String, Object> outcomeVariables = new HashMap<>();

    RandomTransactions(long seed) {
        random = new SplittableRandom(seed);
    }

    void next() {
        builder.reset()
                .tenantId(1)
                .eventId("e")
                .eventTimeNs(random.nextLong(200) * HOUR_NS)
                .amount(random.nextInt(10), of(List.of(978, 840, 999, 1)))
                .channel(of(List.of(Channel.UNKNOWN, Channel.ATM, Channel.ECOMMERCE)))
                .purpose(of(List.of(Purpose.AUTHORISATION, Purpose.BACK_FILL)));
        if (random.nextBoolean()) {
            builder.merchantCategory(random.nextInt(10)).merchantCountry(of(List.of("DE", "FR")));
        }
        if (random.nextBoolean()) {
            builder.issuerCountry(of(List.of("DE", "FR"))).card(of(List.of("c1", "c2", "c")));
        }
        if (random.nextBoolean()) {
            builder.device(of(List.of("c1", "d"))).emailDomain("c1");
        }
        if (random.nextBoolean()) {
            builder.ip(of(List.of("192.0.2.1", "2001:db8::1"))).merchant("Z\u00fcrich");
        }
        if (random.nextBoolean()) {
            builder.location(random.nextInt(5) * 500_000, random.nextInt(5) * -500_000);
        }
        attributes();
        outcome();
        builder.encode(buffer, 0);
        transaction.wrap(buffer, 0);
    }

    private void attributes() {
        attributes.clear();
        if (random.nextBoolean()) {
            long value = of(List.of(0L, 1L, 3L, Long.MAX_VALUE, Long.MIN_VALUE, (1L << 53) + 1));
            builder.attribute(1, value);
            attributes.put("n", value);
        }
        if (random.nextBoolean()) {
            double value = of(List.of(0.0, -0.0, 1.0, 3.5, 9.3e18, -1e300));
            builder.attribute(2, value);
            attributes.put("d", value);
        }
        if (random.nextBoolean()) {
            boolean value = random.nextBoolean();
            builder.attribute(3, value);
            attributes.put("b", value);
        }
        if (random.nextBoolean()) {
            String value =
                    of(List.of("", "c1", "Z\u00fcrich", "\u4eac", "00", "\ud83d\ude00", "\uff21"));
            builder.attribute(4, value);
            attributes.put("s", value);
        }
        if (random.nextBoolean()) {
            builder.attribute(7, "an integer in the dictionary, so this one counts as missing");
        }
        builder.attribute(9, true);
    }

    private void outcome() {
        outcome.clear();
        outcomeVariables.clear();
        boolean known = random.nextBoolean();
        String code = of(List.of("00", "08", "10", "11", "16", "85", "05", "51", "80", "01"));
        if (known) {
            outcome.set((byte) code.charAt(0), (byte) code.charAt(1));
            outcomeVariables.put("response_code", code);
        }
        boolean approves = List.of("00", "08", "10", "11", "16", "85").contains(code);
        outcomeVariables.put("known", known);
        outcomeVariables.put("approved", known && approves);
        outcomeVariables.put("declined", known && !approves);
    }

    private <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
