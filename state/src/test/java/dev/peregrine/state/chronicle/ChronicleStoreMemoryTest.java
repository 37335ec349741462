package dev.peregrine.state.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.EntityValues;
import dev.peregrine.state.RandomEvents;
import dev.peregrine.state.StoreCalls;
import dev.peregrine.state.WindowSpec;
import dev.peregrine.state.history.EntityHistory;
import dev.peregrine.state.history.HistoryArena;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where the records and events lie, how many fit and that memory comes back. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ChronicleStoreMemoryTest {
    private static EntityLayout layout(int capacity, int maxEvents) {
        return StoreCalls.layout(
                List.of(WindowSpec.sliding(50, 0), WindowSpec.sliding(500, 100)),
                1_000,
                capacity,
                maxEvents);
    }

    private static ChronicleEntityStore open(EntityLayout layout) {
        EntityHistory history = new EntityHistory(layout);
        return new ChronicleEntityStore(
                layout, history, new RecordMap(layout, history.layout().length()));
    }

    @Test
    void shouldHoldAsManyEntitiesAsItsCapacity() {
        for (int capacity : new int[] {1, 2, 3, 10, 17, 1000, 65_537, 200_000}) {
            try (ChronicleEntityStore store = open(layout(capacity, 4))) {
                SplittableRandom keys = new SplittableRandom(capacity);
                EntityValues values = new EntityValues(layout(1, 4));
                for (int i = 0; i < capacity; i++) {
                    StoreCalls.add(
                            store, keys.nextLong(), keys.nextLong(), 1000, i, 1, 1000, values);
                }

                assertThat(store.size()).isEqualTo(capacity);
                assertThat(store.hasRoom(1000)).isFalse();
                SplittableRandom again = new SplittableRandom(capacity);
                for (int i = 0; i < capacity; i++) {
                    assertThat(store.contains(again.nextLong(), again.nextLong(), 1000, i))
                            .as("event %d of %d", i, capacity)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void shouldKeepItsRecordsInTheMap() {
        try (ChronicleEntityStore store = open(layout(5_000, 4))) {
            SplittableRandom keys = new SplittableRandom(1);
            EntityValues values = new EntityValues(layout(1, 4));
            for (int i = 0; i < 5_000; i++) {
                StoreCalls.add(store, keys.nextLong(), keys.nextLong(), 1000, i, 1, 1000, values);
            }

            assertThat(store.map().size()).isEqualTo(5_000);
            SplittableRandom again = new SplittableRandom(1);
            for (int i = 0; i < 5_000; i++) {
                long high = again.nextLong();
                long low = again.nextLong();
                assertThat(store.map().holds(store.record(high, low))).as("record %d", i).isTrue();
            }
        }
    }

    @Test
    void shouldTellKeysApartThatShareAHalf() {
        try (ChronicleEntityStore store = open(layout(100, 4))) {
            EntityValues values = new EntityValues(layout(1, 4));
            for (int high = 0; high < 10; high++) {
                for (int low = 0; low < 10; low++) {
                    StoreCalls.add(store, high, low, 1000, high * 10 + low, 1, 1000, values);
                    assertThat(values.count[0]).isEqualTo(1);
                }
            }

            assertThat(store.size()).isEqualTo(100);
            assertThat(store.contains(3, 4, 1000, 34)).isTrue();
            assertThat(store.contains(4, 3, 1000, 34)).isFalse();
        }
    }

    @Test
    void shouldReuseTheMemoryOfExpiredEvents() {
        try (ChronicleEntityStore store = open(layout(10, 4096))) {
            HistoryArena arena = store.arena();
            EntityValues values = new EntityValues(layout(1, 4));
            long now = 1_000_000;
            for (int round = 0; round < 40; round++) {
                for (int i = 0; i < 40_000; i++) {
                    StoreCalls.add(store, i % 10, 1, now, i, 1, now, values);
                }
                assertThat(arena.blocksInUse()).isEqualTo(10);
                assertThat(arena.bytesInUse()).isEqualTo(10L * 4096 * 40);
                now += 10_000;
                for (int i = 0; i < 10; i++) {
                    StoreCalls.add(store, i, 1, now, i, 1, now, values);
                }
                assertThat(arena.blocksInUse()).isEqualTo(10);
                assertThat(arena.bytesInUse()).isLessThanOrEqualTo(10L * 4 * 40);
                now += 10_000;
            }

            assertThat(arena.bytesReserved()).isLessThanOrEqualTo(32L << 20);
        }
    }

    @Test
    void shouldHoldOneBlockForEachEntityThroughRandomWork() {
        try (ChronicleEntityStore store = open(layout(301, 200))) {
            RandomEvents events = new RandomEvents(42, 300, 1_000);
            EntityValues values = new EntityValues(layout(1, 4));
            for (int i = 0; i < 200_000; i++) {
                events.pass();
                RandomEvents.Target t = events.nextEvent();
                StoreCalls.add(
                        store,
                        t.keyHigh(),
                        t.keyLow(),
                        t.timeNs(),
                        t.eventKey(),
                        1,
                        events.watermarkNs(),
                        values);
            }

            assertThat(store.size()).isGreaterThan(200);
            assertThat(store.arena().blocksInUse()).isEqualTo(store.size());
        }
    }
}
