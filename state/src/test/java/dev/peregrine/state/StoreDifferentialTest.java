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
                    new WindowSpec(1, 0),
                    new WindowSpec(20, 0),
                    new WindowSpec(400, 0),
                    new WindowSpec(10, 5),
                    new WindowSpec(100, 300),
                    new WindowSpec(1, 1));

    private final WindowValues expected = new WindowValues(WINDOWS.size());
    private final WindowValues actual = new WindowValues(WINDOWS.size());

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
                List.of(new EntityLayout(1, "card", WINDOWS, retentionNs, entities + 1, maxEvents));
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
            assertThat(store.outcome(high, low, time, key, code))
                    .as(where)
                    .isEqualTo(oracle.outcome(high, low, time, key, code));
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
        oracle.add(t.keyHigh(), t.keyLow(), t.timeNs(), t.eventKey(), amount, now, expected);
        store.add(t.keyHigh(), t.keyLow(), t.timeNs(), t.eventKey(), amount, now, actual);
        assertThat(text(actual)).as("%s, %s", where, t).isEqualTo(text(expected));
    }

    private static String text(WindowValues values) {
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
