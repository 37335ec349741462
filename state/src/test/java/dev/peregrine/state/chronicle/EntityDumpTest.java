package dev.peregrine.state.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.state.EntityEvent;
import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.EntityStore;
import dev.peregrine.state.EntityValues;
import dev.peregrine.state.FeatureStore;
import dev.peregrine.state.LabelState;
import dev.peregrine.state.LaneSpec;
import dev.peregrine.state.Layouts;
import dev.peregrine.state.WindowSpec;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An entity's record as people read it. */
@Timeout(60)
class EntityDumpTest {
    private static final long MINUTE_NS = 60_000_000_000L;
    private static final long HOUR_NS = 60 * MINUTE_NS;
    private static final long NOW_NS =
            Instant.parse("2026-03-01T12:00:00Z").toEpochMilli() * 1_000_000;

    @Test
    void shouldShowWindowsLanesAndEvents() {
        EntityLayout layout = layout();
        try (FeatureStore features =
                ChronicleFeatureStoreFactory.inMemory().create(List.of(layout))) {
            EntityStore store = features.entity(0);
            add(store, NOW_NS - 30 * MINUTE_NS, 1, 500, 0xABCL);
            add(store, NOW_NS, 2, 700, EntityEvent.MISSING);
            store.label(3, 4, NOW_NS, 2, LabelState.FRAUD, NOW_NS + HOUR_NS);
            store.outcome(3, 4, NOW_NS, 2, '0' << 8 | '5', 1);
            store.reverse(3, 4, NOW_NS - 30 * MINUTE_NS, 1, 100);

            assertThat(store.dump(3, 4).lines())
                    .anyMatch(l -> l.matches("key +0{15}30{15}4"))
                    .anyMatch(
                            l ->
                                    l.matches(
                                            "events +2 kept, room for 2; latest 2026-03-01T12:00:00Z.*: no"))
                    .anyMatch(
                            l ->
                                    l.matches(
                                            "0 sliding 1h +2 +1 +1100 +2026-03-01T11:30:00Z +2026-03-01T12:00:00Z"))
                    .anyMatch(l -> l.matches("1 sliding 5m, delay 10m +0 +0 +0 +- +-"))
                    .anyMatch(
                            l ->
                                    l.matches(
                                            " +squares of amount, condition 0: count 1, frauds 1, sum 700, squares 490000"))
                    .anyMatch(
                            l ->
                                    l.matches(
                                            " +top values of column 0: 1 distinct in 1 events, most frequent 1 times.*"))
                    .anyMatch(
                            l ->
                                    l.matches(
                                            " +ends of amount: first 400 at 2026-03-01T11:30:00Z, last 700 at .*"))
                    .anyMatch(
                            l -> l.matches("2026-03-01T11:30:00Z +1 +400 +- +- +- +- +- +0{13}abc"))
                    .anyMatch(
                            l ->
                                    l.matches(
                                            "2026-03-01T12:00:00Z +2 +700 +- +fraud +2026-03-01T13:00:00Z +05 +0 +-"));
            assertThat(store.dump(3, 5)).isEmpty();
        }
    }

    @Test
    void shouldShowEveryKindOfLaneWithAndWithoutEvents() {
        long retentionNs = 40 * 24 * HOUR_NS;
        EntityLayout layout = Layouts.everything(retentionNs, 10, 4);
        try (FeatureStore features =
                ChronicleFeatureStoreFactory.inMemory().create(List.of(layout))) {
            EntityStore store = features.entity(0);
            for (int i = 0; i < 9; i++) {
                add(store, NOW_NS + i * MINUTE_NS, i, 10L * i, i);
            }
            String dump = store.dump(3, 4);
            for (LaneSpec lane : layout.lanes()) {
                assertThat(dump).contains("    " + lane.describe() + ": ");
            }
            for (WindowSpec window : layout.windows()) {
                assertThat(dump).contains(" " + window.describe());
            }
            assertThat(dump).contains("lost to max_events: yes").contains("half-life");
        }
    }

    private static void add(EntityStore store, long timeNs, long key, long amount, long value) {
        EntityEvent event = new EntityEvent(store.layout().columns());
        event.timeNs = timeNs;
        event.eventKey = key;
        event.amountMinor = amount;
        event.columns[0] = value;
        store.add(store.find(3, 4), 3, 4, event, timeNs, new EntityValues(store.layout()));
    }

    private static EntityLayout layout() {
        return new EntityLayout(
                1,
                "card",
                List.of(
                        WindowSpec.sliding(HOUR_NS, 0),
                        WindowSpec.sliding(5 * MINUTE_NS, 10 * MINUTE_NS)),
                List.of(
                        new LaneSpec(LaneSpec.Kind.SQUARES, 0, 0, LaneSpec.AMOUNT, 0),
                        new LaneSpec(LaneSpec.Kind.TOP_VALUES, 0, LaneSpec.ALL, 0, 100),
                        new LaneSpec(LaneSpec.Kind.ENDS, 0, LaneSpec.ALL, LaneSpec.AMOUNT, 0)),
                List.of(),
                1,
                1,
                2 * HOUR_NS,
                2 * HOUR_NS,
                10,
                64,
                false);
    }
}
