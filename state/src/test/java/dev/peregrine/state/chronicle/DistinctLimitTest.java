package dev.peregrine.state.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.state.EntityEvent;
import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.EntityStore;
import dev.peregrine.state.EntityValues;
import dev.peregrine.state.FeatureStore;
import dev.peregrine.state.LaneSpec;
import dev.peregrine.state.WindowSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Windows that hold more different values than they may count. */
@Timeout(60)
class DistinctLimitTest {
    private static final int DISTINCT = 0;
    private static final int OWN = 1;
    private static final int EVENTS = 2;
    private static final int INEXACT = 3;

    private long now = 1000;

    private static EntityLayout layout(LaneSpec... lanes) {
        return new EntityLayout(
                1,
                "card",
                List.of(
                        WindowSpec.sliding(10, 0),
                        WindowSpec.sliding(100, 0),
                        WindowSpec.lastEvents(3, 0)),
                List.of(lanes),
                List.of(),
                1,
                0,
                200,
                200,
                10,
                1000,
                false);
    }

    private static LaneSpec values(int window, int most) {
        return new LaneSpec(LaneSpec.Kind.VALUES, window, LaneSpec.ALL, 0, most);
    }

    private EntityValues add(EntityStore store, long timeNs, long value) {
        now = Math.max(now, timeNs);
        EntityEvent event = new EntityEvent(1);
        event.timeNs = timeNs;
        event.eventKey = timeNs;
        event.columns[0] = value;
        EntityValues out = new EntityValues(store.layout());
        store.add(store.find(7, 8), 7, 8, event, now, out);
        return out;
    }

    private static FeatureStore open(EntityLayout layout) {
        return ChronicleFeatureStoreFactory.inMemory().create(List.of(layout));
    }

    @Test
    void shouldCountInOneWindowWhateverAnotherHolds() {
        try (FeatureStore features = open(layout(values(0, 3), values(1, 3)))) {
            EntityStore store = features.entity(0);
            for (int value = 0; value < 20; value++) {
                add(store, 1000 + value, 10 + value);
            }

            EntityValues out = add(store, 1050, 77);

            assertThat(out.lane(0, DISTINCT)).isEqualTo(1);
            assertThat(out.lane(0, INEXACT)).isZero();
            assertThat(out.lane(1, DISTINCT)).isEqualTo(3);
            assertThat(out.lane(1, OWN)).isZero();
            assertThat(out.lane(1, EVENTS)).isEqualTo(21);
            assertThat(out.lane(1, INEXACT)).isEqualTo(1);
        }
    }

    @Test
    void shouldCountAsManyAsAWindowHoldsWhenOneGoesForAnother() {
        try (FeatureStore features = open(layout(values(2, 3)))) {
            for (int value = 0; value < 20; value++) {
                EntityValues out = add(features.entity(0), 1000 + value, 10 + value);

                assertThat(out.lane(0, DISTINCT)).isEqualTo(Math.min(3, value + 1));
                assertThat(out.lane(0, OWN)).isEqualTo(1);
                assertThat(out.lane(0, INEXACT)).isZero();
            }
        }
    }

    @Test
    void shouldCountAgainWhenThereIsRoomThoughAValueNeverRests() {
        try (FeatureStore features = open(layout(values(0, 2)))) {
            EntityStore store = features.entity(0);
            add(store, 1000, 1);
            add(store, 1001, 2);
            assertThat(add(store, 1002, 3).lane(0, INEXACT)).isEqualTo(1);
            long timeNs = 1002;
            for (int i = 0; i < 30; i++) {
                timeNs += 3;
                add(store, timeNs, 3);
            }

            EntityValues out = add(store, timeNs + 3, 3);

            assertThat(out.lane(0, DISTINCT)).isEqualTo(1);
            assertThat(out.lane(0, OWN)).isEqualTo(4);
            assertThat(out.lane(0, EVENTS)).isEqualTo(4);
            assertThat(out.lane(0, INEXACT)).isZero();
        }
    }

    @Test
    void shouldForgetWhatWasNotCountedWithTheEntity() {
        try (FeatureStore features = open(layout(values(1, 1)))) {
            EntityStore store = features.entity(0);
            add(store, 1000, 1);
            assertThat(add(store, 1001, 2).lane(0, INEXACT)).isEqualTo(1);

            EntityValues out = add(store, 1500, 3);

            assertThat(out.lane(0, OWN)).isEqualTo(1);
            assertThat(out.lane(0, INEXACT)).isZero();
        }
    }
}
