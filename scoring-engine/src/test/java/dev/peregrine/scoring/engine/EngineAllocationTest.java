package dev.peregrine.scoring.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.peregrine.protocol.KeyField;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.event.ControlEventEncoder;
import dev.peregrine.protocol.event.TransactionBuilder;
import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import java.lang.management.ManagementFactory;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The engine allocates nothing per event under a policy without rules: new entities, ties and late
 * events included.
 */
@Timeout(120)
class EngineAllocationTest {
    private static final int WARM_UP = 60_000;
    private static final int ROUNDS = 5;
    private static final int MEASURED = 20_000;
    private static final int CARDS = 5_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final TransactionBuilder payment = new TransactionBuilder();
    private final byte[] id = new byte[12];
    private final byte[] card = new byte[12];

    @Test
    void shouldNotAllocatePerEvent() {
        EventResult result = new EventResult();
        MutableDirectBuffer buffer = new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
        try (ScoringEngine engine =
                new ScoringEngine(
                        new EngineContext()
                                .policies((w0, w1, w2, w3) -> PolicyFixtures.policy())
                                .stores(ChronicleFeatureStoreFactory.inMemory())
                                .keySecret(new byte[EngineContext.KEY_SECRET_LENGTH]))) {
            int length = PolicyFixtures.encodeActivation(new ControlEventEncoder(), buffer);
            engine.onEvent(1, 1, EngineDriver.START_NS, buffer, 0, length, result);
            run(engine, buffer, result, 2, WARM_UP);
            long least = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                run(engine, buffer, result, 2 + WARM_UP + round * MEASURED, MEASURED);
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
                assertThat(result.kind).isEqualTo(EventResult.Kind.DECISION);
            }
            assertThat(least).as("bytes in the best of %d rounds", ROUNDS).isZero();
        }
    }

    private void run(
            ScoringEngine engine,
            MutableDirectBuffer buffer,
            EventResult result,
            int firstSequence,
            int count) {
        for (int i = 0; i < count; i++) {
            int sequence = firstSequence + i;
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
