package dev.peregrine.scoring.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.codec.EventStatus;
import dev.peregrine.state.FeatureStoreFactory;
import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import dev.peregrine.testing.Allocations;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What is left to the engine's thread when an activation was prepared: what it allocates tells
 * whether it compiles rules and makes stores, without a clock.
 */
@Timeout(120)
class PreparedActivationTest {
    private static final int RULES = 1_000;
    private static final long LITTLE = 64 << 10;

    @Test
    void shouldLeaveNothingToCompileToTheEnginesThread() {
        try (EngineDriver ready = new EngineDriver(ChronicleFeatureStoreFactory.inMemory());
                EngineDriver unready = new EngineDriver(ChronicleFeatureStoreFactory.inMemory())) {
            activated(ready, TestPolicies.withRules(1, 100, RULES));
            activated(unready, TestPolicies.withRules(1, 100, RULES));
            PolicyBundle second = TestPolicies.withRules(2, 100, RULES);
            ready.know(second).engine().prepare(EngineDriver.TENANT, second);

            assertThat(bytes(ready, second)).isLessThan(LITTLE);
            assertThat(bytes(unready, TestPolicies.withRules(3, 100, RULES)))
                    .isGreaterThan(100 * LITTLE);
        }
    }

    @Test
    void shouldLeaveNoStoreToMakeToTheEnginesThread() {
        AtomicInteger made = new AtomicInteger();
        FeatureStoreFactory stores =
                layouts -> {
                    made.incrementAndGet();
                    return ChronicleFeatureStoreFactory.inMemory().create(layouts);
                };
        try (EngineDriver ready = new EngineDriver(stores);
                EngineDriver unready = new EngineDriver(stores)) {
            PolicyBundle first = TestPolicies.everyAggregate(1, 1000);
            ready.know(first).engine().prepare(EngineDriver.TENANT, first);
            ready.engine().prepare(EngineDriver.TENANT, first);
            assertThat(made).hasValue(2);

            activated(ready, first);

            assertThat(made).hasValue(2);
            ready.engine().release();
            activated(unready, first);
            assertThat(made).hasValue(3);
            assertThat(ready.engine().hash()).isEqualTo(unready.engine().hash());
        }
    }

    private static long bytes(EngineDriver driver, PolicyBundle bundle) {
        return Allocations.least(1, () -> activated(driver, bundle));
    }

    private static void activated(EngineDriver driver, PolicyBundle bundle) {
        EventResult result = driver.know(bundle).activate(bundle, "v" + bundle.version());
        assertThat(result.status).isEqualTo(EventStatus.APPLIED);
    }
}
