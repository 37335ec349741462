package dev.peregrine.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import dev.peregrine.state.heap.HeapFeatureStore;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fast store against the plain one, over random operations. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class StoreDifferentialTest {
    private static final int OPERATIONS = 60_000;
    private static final int HASH_EVERY = 2_000;
    private static final List<WindowSpec> WINDOWS =
            List.of(
                    WindowSpec.sliding(1, 0),
                    WindowSpec.sliding(20, 0),
                    WindowSpec.sliding(400, 0),
                    WindowSpec.sliding(10, 5),
                    WindowSpec.sliding(100, 300),
                    WindowSpec.sliding(1, 1));

    private final EntityValues expected =
            new EntityValues(StoreCalls.layout(WINDOWS, 1_000_000, 1, 1));
    private final EntityValues actual =
            new EntityValues(StoreCalls.layout(WINDOWS, 1_000_000, 1, 1));

    @ParameterizedTest
    @CsvSource({
        "1, 1, 400, 200",
        "2, 1, 1000, 1",
        "3, 5, 400, 7",
        "4, 30, 450, 64",
        "5, 200, 2000, 1000",
        "6, 1000, 600, 3",
    })
    void shouldAgreeWithThePlainStore(long seed, int entities, long retentionNs, int maxEvents) {
        List<EntityLayout> layouts =
                List.of(StoreCalls.layout(WINDOWS, retentionNs, entities + 1, maxEvents));
        RandomEvents events = new RandomEvents(seed, entities, retentionNs);
        try (FeatureStore plain = new HeapFeatureStore(layouts);
                FeatureStore fast = ChronicleFeatureStoreFactory.inMemory().create(layouts)) {
            EntityStore oracle = plain.entity(0);
            EntityStore store = fast.entity(0);
            for (int i = 0; i < OPERATIONS; i++) {
                events.pass();
                step(events, oracle, store, "seed " + seed + ", operation " + i);
                if (i % HASH_EVERY == 0) {
                    assertThat(hash(store, events.watermarkNs()))
                            .as("state hash, seed %d, operation %d", seed, i)
                            .isEqualTo(hash(oracle, events.watermarkNs()));
                }
            }
            assertThat(store.saturatedEntities()).isEqualTo(oracle.saturatedEntities());
            assertThat(store.size()).isEqualTo(oracle.size());
        }
    }

    private void step(RandomEvents events, EntityStore oracle, EntityStore store, String where) {
        int choice = events.nextInt(100);
        if (choice < 70) {
            add(events, oracle, store, where);
            return;
        }
        RandomEvents.Target t = events.nextTarget();
        long high = t.keyHigh();
        long low = t.keyLow();
        long time = t.timeNs();
        long key = t.eventKey();
        if (choice < 82) {
            LabelState label = events.nextLabel();
            assertThat(store.label(high, low, time, key, label, events.watermarkNs()))
                    .as(where)
                    .isEqualTo(oracle.label(high, low, time, key, label, events.watermarkNs()));
        } else if (choice < 92) {
            long amount = events.nextInt(3) == 0 ? Long.MAX_VALUE : events.nextAmount();
            assertThat(store.reverse(high, low, time, key, amount))
                    .as(where)
                    .isEqualTo(oracle.reverse(high, low, time, key, amount));
        } else if (choice < 96) {
            int code = events.nextInt(65536);
            assertThat(store.outcome(high, low, time, key, code, 0))
                    .as(where)
                    .isEqualTo(oracle.outcome(high, low, time, key, code, 0));
        } else {
            assertThat(store.contains(high, low, time, key))
                    .as(where)
                    .isEqualTo(oracle.contains(high, low, time, key));
            assertThat(store.labelTime(high, low, time, key))
                    .as(where)
                    .isEqualTo(oracle.labelTime(high, low, time, key));
        }
    }

    private void add(RandomEvents events, EntityStore oracle, EntityStore store, String where) {
        RandomEvents.Target t = events.nextEvent();
        long amount = events.nextAmount() % (store.layout().maxAmountMinor() + 1);
        long now = events.watermarkNs();
        StoreCalls.add(
                oracle, t.keyHigh(), t.keyLow(), t.timeNs(), t.eventKey(), amount, now, expected);
        StoreCalls.add(
                store, t.keyHigh(), t.keyLow(), t.timeNs(), t.eventKey(), amount, now, actual);
        assertThat(text(actual)).as("%s, %s", where, t).isEqualTo(text(expected));
    }

    private static String text(EntityValues values) {
        return Arrays.toString(values.count)
                + Arrays.toString(values.sumMinor)
                + Arrays.toString(values.frauds)
                + values.previousTimeNs
                + values.saturated;
    }

    private static String hash(EntityStore store, long watermarkNs) {
        StateHash hash = new StateHash();
        store.hash(watermarkNs, hash);
        return hash.toString();
    }
}
