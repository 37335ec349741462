package dev.peregrine.state.chronicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peregrine.state.EntityEvent;
import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.EntityStore;
import dev.peregrine.state.EntityValues;
import dev.peregrine.state.FeatureStore;
import dev.peregrine.state.LabelState;
import dev.peregrine.state.Layouts;
import dev.peregrine.state.MemoryState;
import dev.peregrine.state.StateHash;
import dev.peregrine.state.StateMismatchException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SavedStoreTest {
    private static final int ENTITIES = 60;
    private static final int RETENTION_NS = 30_000;
    private static final long DAY_NS = 86_400_000_000_000L;
    private static final List<EntityLayout> LAYOUTS =
            List.of(Layouts.everything(RETENTION_NS, 50, 64));

    @Test
    void shouldGoOnFromWhatWasSavedAsIfNothingHadHappened() {
        for (long seed = 1; seed <= 5; seed++) {
            try (FeatureStore original = create(LAYOUTS);
                    FeatureStore loaded = create(LAYOUTS)) {
                SplittableRandom random = new SplittableRandom(seed);
                long now = feed(original, null, random, 1_000_000, 20_000);
                MemoryState saved = new MemoryState();
                original.save(saved);
                loaded.load(saved);

                assertThat(saved.isAtEnd()).isTrue();
                assertAlike(original.entity(0), loaded.entity(0), now, seed);
                now = feed(original, loaded, random, now, 20_000);
                assertAlike(original.entity(0), loaded.entity(0), now, seed);
                assertThat(original.entity(0).droppedEntities()).isPositive();
            }
        }
    }

    @Test
    void shouldRefuseWhatDoesNotFit() {
        try (FeatureStore original = create(LAYOUTS);
                FeatureStore smaller = create(List.of(Layouts.everything(RETENTION_NS, 20, 64)));
                FeatureStore other = create(List.of(Layouts.everything(40 * DAY_NS, 50, 64)))) {
            feed(original, null, new SplittableRandom(1), 1_000_000, 5_000);
            MemoryState saved = new MemoryState();
            original.save(saved);
            MemoryState savedAgain = new MemoryState();
            original.save(savedAgain);

            assertThatThrownBy(() -> smaller.load(saved))
                    .isInstanceOf(StateMismatchException.class)
                    .hasMessageContaining("capacity 20");
            assertThatThrownBy(() -> other.load(savedAgain))
                    .isInstanceOf(StateMismatchException.class)
                    .hasMessageContaining("record: saved with");
        }
    }

    private static FeatureStore create(List<EntityLayout> layouts) {
        return ChronicleFeatureStoreFactory.inMemory().create(layouts);
    }

    private static void assertAlike(EntityStore one, EntityStore two, long now, long seed) {
        assertThat(two.size()).as("seed %d", seed).isEqualTo(one.size());
        assertThat(two.droppedEntities()).isEqualTo(one.droppedEntities());
        assertThat(two.evictedEntities()).isEqualTo(one.evictedEntities());
        assertThat(two.saturatedEntities()).isEqualTo(one.saturatedEntities());
        for (int key = 0; key < ENTITIES; key++) {
            assertThat(two.dump(key, key)).as("seed %d", seed).isEqualTo(one.dump(key, key));
        }
        StateHash hashOfOne = new StateHash();
        StateHash hashOfTwo = new StateHash();
        one.hash(now, hashOfOne);
        two.hash(now, hashOfTwo);
        assertThat(hashOfTwo.toString()).as("seed %d", seed).isEqualTo(hashOfOne.toString());
    }

    /** Bursts, rests, late events, labels, reversals and outcomes; of entities more than fit. */
    private static long feed(
            FeatureStore one, FeatureStore two, SplittableRandom random, long from, int events) {
        EntityEvent event = new EntityEvent(LAYOUTS.get(0).columns());
        EntityValues values = new EntityValues(LAYOUTS.get(0));
        EntityValues others = new EntityValues(LAYOUTS.get(0));
        long now = from;
        for (int i = 0; i < events; i++) {
            now += random.nextInt(500) == 0 ? 2 * RETENTION_NS : random.nextInt(20);
            long key = random.nextInt(random.nextInt(ENTITIES) + 1);
            event.timeNs = now - (random.nextInt(5) == 0 ? random.nextInt(2_000) : 0);
            event.eventKey = random.nextLong();
            event.amountMinor = random.nextInt(10_000);
            event.conditions = random.nextInt(4);
            for (int c = 0; c < event.columns.length; c++) {
                event.columns[c] = random.nextInt(30);
            }
            if (!add(one.entity(0), key, event, now, values)) {
                if (two != null) {
                    assertThat(add(two.entity(0), key, event, now, others)).isFalse();
                }
                continue;
            }
            correct(one.entity(0), key, event, now, i);
            if (two != null) {
                assertThat(add(two.entity(0), key, event, now, others)).isTrue();
                correct(two.entity(0), key, event, now, i);
                assertTrue(equal(values, others), "event " + i);
            }
        }
        return now;
    }

    private static boolean equal(EntityValues one, EntityValues two) {
        return Arrays.equals(one.count, two.count)
                && Arrays.equals(one.sumMinor, two.sumMinor)
                && Arrays.equals(one.frauds, two.frauds)
                && Arrays.equals(one.lanes, two.lanes)
                && Arrays.equals(one.decayed, two.decayed)
                && one.previousTimeNs == two.previousTimeNs
                && one.saturated == two.saturated;
    }

    private static boolean add(
            EntityStore store, long key, EntityEvent event, long now, EntityValues values) {
        long entity = store.find(key, key);
        if (entity == EntityStore.NOT_FOUND && !store.hasRoom(now)) {
            return false;
        }
        store.add(entity, key, key, event, now, values);
        return true;
    }

    private static void correct(EntityStore store, long key, EntityEvent event, long now, int i) {
        if (i % 7 == 0) {
            store.label(key, key, event.timeNs, event.eventKey, LabelState.FRAUD, now);
        }
        if (i % 11 == 0) {
            store.reverse(key, key, event.timeNs, event.eventKey, event.amountMinor);
        }
        if (i % 13 == 0) {
            store.outcome(key, key, event.timeNs, event.eventKey, 0x3035, 3);
        }
    }
}
