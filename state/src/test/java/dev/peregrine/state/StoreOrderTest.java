package dev.peregrine.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import dev.peregrine.state.heap.HeapFeatureStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same events in another order within the allowed lateness leave the same state. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StoreOrderTest {
    private static final int EVENTS = 5_000;
    private static final int ENTITIES = 20;
    private static final long LATENESS = 500;
    private static final long RETENTION = 1_000 + LATENESS;
    private static final List<EntityLayout> LAYOUTS =
            List.of(
                    StoreCalls.layout(
                            List.of(WindowSpec.sliding(100, 0), WindowSpec.sliding(300, 700)),
                            RETENTION,
                            ENTITIES,
                            64));

    private record Event(int entity, long timeNs, long eventKey, long amountMinor) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldNotDependOnTheOrderOfArrival(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Event> inOrder = new ArrayList<>();
        long time = 10_000;
        for (int i = 0; i < EVENTS; i++) {
            time += random.nextInt(3);
            inOrder.add(new Event(random.nextInt(ENTITIES), time, i, random.nextInt(1000)));
        }
        long end = time;
        List<String> hashes = new ArrayList<>();
        for (int order = 0; order < 4; order++) {
            List<Event> arrival = order == 0 ? inOrder : displaced(inOrder, random);
            try (FeatureStore fast = ChronicleFeatureStoreFactory.inMemory().create(LAYOUTS);
                    FeatureStore plain = new HeapFeatureStore(LAYOUTS)) {
                hashes.add(hashAfter(fast.entity(0), arrival, end));
                hashes.add(hashAfter(plain.entity(0), arrival, end));
            }
        }

        assertThat(hashes).as("seed %d", seed).containsOnly(hashes.get(0));
        assertThat(hashes.get(0)).isNotEqualTo(new StateHash().toString());
    }

    private static List<Event> displaced(List<Event> events, SplittableRandom random) {
        record Arrival(Event event, long atNs) {}
        return events.stream()
                .map(event -> new Arrival(event, event.timeNs + random.nextLong(LATENESS)))
                .sorted(Comparator.comparingLong(Arrival::atNs))
                .map(Arrival::event)
                .toList();
    }

    private static String hashAfter(EntityStore store, List<Event> arrival, long endNs) {
        EntityValues values = new EntityValues(store.layout());
        long watermark = 0;
        for (Event e : arrival) {
            watermark = Math.max(watermark, e.timeNs);
            StoreCalls.add(
                    store, e.entity, 7, e.timeNs, e.eventKey, e.amountMinor, watermark, values);
            if (e.eventKey % 5 == 0) {
                LabelState label = e.eventKey % 2 == 0 ? LabelState.FRAUD : LabelState.LEGITIMATE;
                store.label(e.entity, 7, e.timeNs, e.eventKey, label, e.timeNs + 1);
            }
            if (e.eventKey % 7 == 0) {
                store.reverse(e.entity, 7, e.timeNs, e.eventKey, 500);
            }
        }
        StateHash hash = new StateHash();
        store.hash(endNs, hash);
        return hash.toString();
    }
}
