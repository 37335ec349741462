package dev.peregrine.state.chronicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peregrine.state.EntityEvent;
import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.EntityStore;
import dev.peregrine.state.EntityValues;
import dev.peregrine.state.FeatureStore;
import dev.peregrine.state.KeyHasher;
import dev.peregrine.state.LabelState;
import dev.peregrine.state.Layouts;
import dev.peregrine.state.identity.IdentityTable;
import dev.peregrine.testing.Allocations;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an event costs in heap memory, entities made and dropped included: nothing. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ChronicleStoreAllocationTest {
    private static final int ROUNDS = 20;
    private static final int EVENTS = 20_000;
    private static final int RETENTION_NS = 30_000;

    private final SplittableRandom random = new SplittableRandom(1);
    private EntityValues values;
    private EntityEvent event;
    private final UnsafeBuffer key = new UnsafeBuffer(new byte[24]);
    private final KeyHasher hasher = new KeyHasher(new byte[16]);
    private final IdentityTable identities = new IdentityTable(50_000, 200_000);
    private long now = 1_000_000;
    private long sequence;

    @Test
    void shouldAllocateNothingForAnEvent() {
        withStore(
                ROUNDS * EVENTS,
                store -> {
                    long least =
                            Allocations.least(
                                    ROUNDS,
                                    () -> {
                                        int entitiesBefore = store.size();
                                        run(store);
                                        assertTrue(store.size() > entitiesBefore + EVENTS / 4);
                                    });
                    assertThat(least).as("bytes for %d events", EVENTS).isZero();
                });
    }

    @Test
    void shouldAllocateNothingToDropAnEntity() {
        withStore(
                5 * EVENTS,
                store -> {
                    while (store.droppedEntities() == 0) {
                        run(store);
                    }
                    long least =
                            Allocations.least(
                                    ROUNDS,
                                    () -> {
                                        long droppedBefore = store.droppedEntities();
                                        run(store);
                                        assertTrue(
                                                store.droppedEntities()
                                                        > droppedBefore + EVENTS / 4);
                                    });
                    assertThat(least).as("bytes for %d events", EVENTS).isZero();
                });
    }

    private void withStore(int capacity, Consumer<EntityStore> test) {
        List<EntityLayout> layouts = List.of(Layouts.everything(RETENTION_NS, capacity, 256));
        try (FeatureStore features = ChronicleFeatureStoreFactory.inMemory().create(layouts);
                identities) {
            EntityStore store = features.entity(0);
            values = new EntityValues(store.layout());
            event = new EntityEvent(store.layout().columns());
            test.accept(store);
        }
    }

    private void run(EntityStore store) {
        for (int i = 0; i < EVENTS; i++) {
            now += random.nextInt(2);
            boolean fresh = random.nextInt(2) == 0;
            key.putLong(0, fresh ? random.nextLong() : random.nextInt(100));
            hasher.hash(key, 0, 24);
            long high = hasher.high();
            long low = hasher.low();
            long time = now - (random.nextInt(4) == 0 ? random.nextInt(1_000) : 0);
            sequence++;
            event.timeNs = time;
            event.eventKey = sequence;
            event.amountMinor = random.nextInt(1000);
            event.conditions = random.nextInt(4);
            event.columns[0] = random.nextInt(100);
            store.probe(high, low);
            long entity = store.find(high, low);
            if (entity != EntityStore.NOT_FOUND) {
                store.touch(entity, event);
            }
            store.add(entity, high, low, event, now, values);
            store.label(high, low, time, sequence, LabelState.FRAUD, now);
            store.reverse(high, low, time, sequence, 10);
            store.outcome(high, low, time, sequence, 0x3030, random.nextInt(4));
            if (identities.find(high, low, now) < 0) {
                identities.put(high, low, sequence, 1, sequence, now);
            }
        }
    }
}
