package dev.peregrine.scoring.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.KeyField;
import dev.peregrine.protocol.codec.ListMatch;
import dev.peregrine.protocol.codec.ListOperation;
import dev.peregrine.protocol.event.TransactionBuilder;
import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import dev.peregrine.testing.Allocations;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Looking in lists of every kind allocates nothing. */
@Timeout(120)
class ListAllocationTest {
    private static final int ROUNDS = 100;
    private static final int EVENTS = 10_000;

    @TempDir private Path dir;
    private final TransactionBuilder payment = new TransactionBuilder();
    private final byte[] id = new byte[12];

    @Test
    void shouldNotAllocatePerEvent() throws Exception {
        PolicyBundle policy = ListPolicies.load(dir, 1, ListPolicies.LISTS, ListPolicies.RULES);
        try (EngineDriver driver = new EngineDriver(ChronicleFeatureStoreFactory.inMemory())) {
            driver.know(policy).activate(policy, "activation");
            driver.list("1", ListOperation.PUT, ListMatch.EXACT, "blocked_cards", "0001", 0);
            for (int i = 8; i < 32; i++) {
                driver.list(
                        "n" + i, ListOperation.PUT, ListMatch.CIDR, "hosting", "10.0.0.0/" + i, 0);
                driver.list(
                        "p" + i,
                        ListOperation.PUT,
                        ListMatch.PREFIX,
                        "test_merchants",
                        "0".repeat(i - 7) + "7",
                        0);
            }
            assertThat(driver.result.status).isNotNull();

            long least =
                    Allocations.least(
                            ROUNDS,
                            () -> {
                                run(driver);
                                assertSame(EventResult.Kind.DECISION, driver.result.kind);
                            });

            assertThat(least).as("bytes for %d events", EVENTS).isZero();
        }
    }

    private void run(EngineDriver driver) {
        for (int i = 0; i < EVENTS; i++) {
            driver.ingressNs += 1_000_000_000L;
            long rest = driver.sequence;
            for (int digit = id.length - 1; digit >= 0; digit--) {
                id[digit] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
            payment.reset()
                    .tenantId(EngineDriver.TENANT)
                    .eventId(id, 0, id.length)
                    .eventTimeNs(driver.ingressNs)
                    .amount(100, TestPolicies.EUR)
                    .ip(0, 0xFFFF_0A00_0000L + i % 300)
                    .key(KeyField.CARD, id, id.length - 4, 4)
                    .key(KeyField.MERCHANT, id, 0, id.length);
            driver.send(payment);
        }
    }
}
