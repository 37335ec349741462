package dev.peregrine.scoring.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import dev.peregrine.state.heap.HeapFeatureStore;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class EngineDeterminismTest {
    private static final int EVENTS = 20_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldGiveTheSameResultsOverEitherStore(long seed) {
        try (EngineDriver plain = new EngineDriver(HeapFeatureStore::new).withPolicy();
                EngineDriver fast =
                        new EngineDriver(ChronicleFeatureStoreFactory.inMemory()).withPolicy()) {
            RandomTraffic forPlain = new RandomTraffic(seed);
            RandomTraffic forFast = new RandomTraffic(seed);
            Map<EventResult.Kind, Integer> kinds = new EnumMap<>(EventResult.Kind.class);
            for (int i = 0; i < EVENTS; i++) {
                EventResult expected = forPlain.next(plain);
                EventResult actual = forFast.next(fast);
                assertSame("seed " + seed + ", event " + i, expected, actual);
                kinds.merge(actual.kind, 1, Integer::sum);
                if (i % 2_000 == 0) {
                    assertThat(fast.stateHash())
                            .as("seed %d, event %d", seed, i)
                            .isEqualTo(plain.stateHash());
                }
            }
            assertThat(fast.stateHash()).as("seed %d", seed).isEqualTo(plain.stateHash());
            assertThat(kinds)
                    .containsKeys(
                            EventResult.Kind.DECISION,
                            EventResult.Kind.ACK,
                            EventResult.Kind.DUPLICATE_DECISION,
                            EventResult.Kind.REFUSED);
        }
    }

    @Test
    void shouldHashTheSameWindowsWhateverTheOrderWithinTheAllowedLateness() {
        assertThat(windowsOf(new int[] {0, 1, 2, 3, 4, 5, 6, 7}))
                .isEqualTo(windowsOf(new int[] {3, 0, 7, 1, 6, 2, 5, 4}));
    }

    private static String windowsOf(int[] order) {
        try (EngineDriver driver = new EngineDriver().withPolicy()) {
            driver.ingressNs = EngineDriver.START_NS + TestPolicies.LATENESS_NS;
            for (int i : order) {
                driver.send(
                        EngineDriver.payment(
                                "" + i, EngineDriver.START_NS + i / 2 * 1_000L, 100 + i));
            }
            return driver.windowsHash();
        }
    }

    private static void assertSame(String where, EventResult expected, EventResult actual) {
        assertThat(actual.kind).as(where).isEqualTo(expected.kind);
        switch (expected.kind) {
            case DECISION -> {
                assertThat(bytes(actual)).as(where).isEqualTo(bytes(expected));
                assertThat(Arrays.copyOf(actual.features, actual.featureCount))
                        .as(where)
                        .isEqualTo(Arrays.copyOf(expected.features, expected.featureCount));
            }
            case REFUSED -> assertThat(actual.rejectCode).as(where).isEqualTo(expected.rejectCode);
            case ACK -> assertThat(actual.status).as(where).isEqualTo(expected.status);
            case DUPLICATE_DECISION ->
                    assertThat(actual.originalSequence)
                            .as(where)
                            .isEqualTo(expected.originalSequence);
            case STATE_HASH -> assertThat(actual.hash).as(where).isEqualTo(expected.hash);
        }
    }

    private static byte[] bytes(EventResult result) {
        byte[] bytes = new byte[result.bodyLength];
        result.body.getBytes(0, bytes);
        return bytes;
    }
}
