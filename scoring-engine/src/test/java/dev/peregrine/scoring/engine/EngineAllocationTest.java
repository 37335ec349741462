package dev.peregrine.scoring.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.KeyField;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.event.ControlEventEncoder;
import dev.peregrine.protocol.event.TransactionBuilder;
import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import dev.peregrine.testing.Allocations;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The engine allocates nothing per event, with a thousand rules, a model of a hundred trees or one
 * that learns as without: new entities, ties and late events included.
 */
@Timeout(120)
class EngineAllocationTest {
    private static final int ROUNDS = 100;
    private static final int EVENTS = 20_000;
    private static final int CARDS = 5_000;

    private final TransactionBuilder payment = new TransactionBuilder();
    private final byte[] id = new byte[12];
    private final byte[] card = new byte[12];
    private int sequence = 1;

    @ParameterizedTest
    @CsvSource({"0, none", "1000, none", "1000, trees", "0, learner"})
    void shouldNotAllocatePerEvent(int rules, String model) {
        PolicyBundle bundle = TestPolicies.withRules(1, 10_000, rules);
        PolicyBundle policy =
                switch (model) {
                    case "trees" -> TestPolicies.withModel(bundle);
                    case "learner" -> TestPolicies.withLearner(bundle);
                    default -> bundle;
                };
        EventResult result = new EventResult();
        MutableDirectBuffer buffer = new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
        try (ScoringEngine engine =
                new ScoringEngine(
                        new EngineContext()
                                .policies((w0, w1, w2, w3) -> policy)
                                .stores(ChronicleFeatureStoreFactory.inMemory())
                                .keySecret(new byte[EngineContext.KEY_SECRET_LENGTH]))) {
            int length = PolicyFixtures.encodeActivation(new ControlEventEncoder(), buffer);
            engine.onEvent(1, 1, EngineDriver.START_NS, buffer, 0, length, result);
            long least =
                    Allocations.least(
                            ROUNDS,
                            () -> {
                                run(engine, buffer, result);
                                assertSame(EventResult.Kind.DECISION, result.kind);
                                assertTrue(rules == 0 || result.rulesFired.next(0) >= 0);
                            });
            assertThat(least).as("bytes for %d events", EVENTS).isZero();
        }
    }

    private void run(ScoringEngine engine, MutableDirectBuffer buffer, EventResult result) {
        for (int i = 0; i < EVENTS; i++) {
            sequence++;
            long ingressNs = EngineDriver.START_NS + sequence * 1_000_000_000L;
            long late = sequence % 7 == 0 ? 3_000_000_000L : 0;
            digits(sequence, id);
            digits(sequence * 31 % CARDS, card);
            payment.reset()
                    .tenantId(1)
                    .eventId(id, 0, id.length)
                    .eventTimeNs(ingressNs - late)
                    .amount(1 + sequence % 1000, TestPolicies.EUR)
                    .key(KeyField.CARD, card, 0, card.length)
                    .key(KeyField.MERCHANT, card, 0, 9);
            int length = payment.encode(buffer, 0);
            engine.onEvent(1, sequence, ingressNs, buffer, 0, length, result);
        }
    }

    private static void digits(int value, byte[] out) {
        int rest = value;
        for (int i = out.length - 1; i >= 0; i--) {
            out[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
