package dev.peregrine.state.chronicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.peregrine.state.EntityEvent;
import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.EntityValues;
import dev.peregrine.state.LaneSpec;
import dev.peregrine.state.Layouts;
import dev.peregrine.state.WindowSpec;
import dev.peregrine.state.history.EntityHistory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is stated of memory before it is paid is what is paid. */
@Timeout(120)
class EntityFootprintTest {
    private static final long RETENTION_NS = 1_000_000;
    private static final int CAPACITY = 20_000;
    private static final int EVENTS = 8;
    private static final int VALUES = 3;

    @Test
    void shouldStateTheLengthOfTheRecord() {
        EntityLayout layout = Layouts.everything(RETENTION_NS, 1_000, 64);
        EntityFootprint footprint = EntityFootprint.of(layout);
        try (EntityHistory history = new EntityHistory(layout)) {
            assertThat(footprint.history().recordBytes()).isEqualTo(history.layout().length());
        }
        int parts =
                48
                        + layout.windows().size() * footprint.history().windowBytes()
                        + footprint.history().laneBytes().stream().mapToInt(b -> b).sum()
                        + layout.decays().size() * footprint.history().decayBytes()
                        + footprint.history().values().size() * 16;
        assertThat(footprint.history().recordBytes()).isEqualTo(parts);
        assertThat(footprint.history().eventBytes()).isEqualTo(40 + 8 + 2 * 8);
    }

    @Test
    void shouldStateTheBytesOfAnEmptyStore() {
        for (int capacity : new int[] {1_000, 4_000, 30_000, 65_536, 100_000, 1_000_000}) {
            EntityLayout layout = layout(capacity);
            try (ChronicleEntityStore store = open(layout)) {
                assertThat(store.bytesInUse())
                        .as("capacity %d", capacity)
                        .isCloseTo(
                                EntityFootprint.of(layout).headerBytesAtCapacity(),
                                withPercentage(2));
            }
        }
    }

    @Test
    void shouldStateTheBytesOfAFullStore() {
        EntityLayout layout = layout(CAPACITY);
        EntityFootprint footprint = EntityFootprint.of(layout);
        try (ChronicleEntityStore store = open(layout)) {
            EntityEvent event = new EntityEvent(layout.columns());
            EntityValues values = new EntityValues(layout);
            for (int i = 0; i < CAPACITY * EVENTS; i++) {
                event.timeNs = RETENTION_NS + i / CAPACITY;
                event.eventKey = i;
                event.columns[0] = 1L + (i / CAPACITY) % VALUES;
                store.add(
                        store.find(i % CAPACITY, 7),
                        i % CAPACITY,
                        7,
                        event,
                        RETENTION_NS + EVENTS,
                        values);
            }

            assertThat(store.size()).isEqualTo(CAPACITY);
            long header = CAPACITY * footprint.headerBytes();
            long events = (long) CAPACITY * EVENTS * footprint.history().eventBytes();
            long kept = (long) CAPACITY * 4 * footprint.history().values().get(0).entryBytes();
            assertThat(store.bytesInUse()).isCloseTo(header + events + kept, withPercentage(2));
        }
    }

    private static EntityLayout layout(int capacity) {
        return new EntityLayout(
                1,
                "card",
                List.of(WindowSpec.sliding(RETENTION_NS, 0), WindowSpec.sliding(100, 0)),
                List.of(
                        new LaneSpec(LaneSpec.Kind.SQUARES, 0, LaneSpec.ALL, LaneSpec.AMOUNT, 0),
                        new LaneSpec(LaneSpec.Kind.VALUES, 0, LaneSpec.ALL, 0, 100),
                        new LaneSpec(LaneSpec.Kind.TOP_VALUES, 1, LaneSpec.ALL, 0, 100)),
                List.of(),
                1,
                0,
                RETENTION_NS,
                RETENTION_NS,
                capacity,
                64,
                false);
    }

    private static ChronicleEntityStore open(EntityLayout layout) {
        EntityHistory history = new EntityHistory(layout);
        return new ChronicleEntityStore(
                layout, history, new RecordMap(layout, history.layout().length()));
    }
}
