package dev.peregrine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import dev.peregrine.state.heap.HeapFeatureStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every window and lane of the fast store against the plain one, over random operations. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class LaneDifferentialTest {
    private static final int OPERATIONS = 6_000;
    private static final long MINUTE_NS = 60_000_000_000L;

    private EntityEvent event;
    private EntityValues expected;
    private EntityValues actual;
    private RandomEvents events;

    @ParameterizedTest
    @CsvSource({
        "1, 1, 3000, 300",
        "2, 5, 5000, 100",
        "3, 40, 50000, 60",
        "4, 300, 4000, 1000",
        "5, 30, 50000, 12",
    })
    void shouldAgreeWithThePlainStore(long seed, int entities, long retention, int maxEvents) {
        EntityLayout layout = Layouts.everything(retention * MINUTE_NS, entities + 1, maxEvents);
        events = new RandomEvents(seed, entities, retention);
        event = new EntityEvent(layout.columns());
        expected = new EntityValues(layout);
        actual = new EntityValues(layout);
        try (FeatureStore plain = new HeapFeatureStore(List.of(layout));
                FeatureStore fast =
                        ChronicleFeatureStoreFactory.inMemory().create(List.of(layout))) {
            for (int i = 0; i < OPERATIONS; i++) {
                events.pass();
                step(plain.entity(0), fast.entity(0), "seed " + seed + ", operation " + i);
            }
        }
    }

    private void step(EntityStore oracle, EntityStore store, String where) {
        int choice = events.nextInt(100);
        if (choice < 75) {
            add(oracle, store, where);
            return;
        }
        RandomEvents.Target t = events.nextTarget();
        long high = t.keyHigh();
        long low = t.keyLow();
        long time = t.timeNs() * MINUTE_NS;
        long key = t.eventKey();
        if (choice < 83) {
            LabelState label = events.nextLabel();
            assertThat(store.label(high, low, time, key, label, 1))
                    .as(where)
                    .isEqualTo(oracle.label(high, low, time, key, label, 1));
        } else if (choice < 92) {
            long amount = events.nextInt(3) == 0 ? Long.MAX_VALUE : events.nextAmount();
            assertThat(store.reverse(high, low, time, key, amount))
                    .as(where)
                    .isEqualTo(oracle.reverse(high, low, time, key, amount));
        } else {
            long conditions = events.nextInt(4);
            assertThat(store.outcome(high, low, time, key, 1, conditions))
                    .as(where)
                    .isEqualTo(oracle.outcome(high, low, time, key, 1, conditions));
        }
    }

    private void add(EntityStore oracle, EntityStore store, String where) {
        RandomEvents.Target t = events.nextEvent();
        long bound = store.layout().maxAmountMinor() + 1;
        event.timeNs = t.timeNs() * MINUTE_NS;
        event.eventKey = t.eventKey();
        event.amountMinor = events.nextAmount() % bound;
        event.conditions = events.nextInt(4);
        event.columns[0] = events.nextInt(12) == 0 ? EntityEvent.MISSING : events.nextInt(9) - 9L;
        event.columns[1] =
                events.nextInt(12) == 0
                        ? EntityEvent.MISSING
                        : events.nextAmount() % bound - bound / 2;
        long now = events.watermarkNs() * MINUTE_NS;
        add(oracle, t, now, expected);
        add(store, t, now, actual);
        compare(store.layout(), where + ", " + t);
    }

    private void add(EntityStore store, RandomEvents.Target t, long now, EntityValues out) {
        long entity = store.find(t.keyHigh(), t.keyLow());
        store.add(entity, t.keyHigh(), t.keyLow(), event, now, out);
    }

    private void compare(EntityLayout layout, String where) {
        assertThat(actual.saturated).as(where).isEqualTo(expected.saturated);
        assertThat(actual.previousTimeNs).as(where).isEqualTo(expected.previousTimeNs);
        for (int i = 0; i < layout.windows().size(); i++) {
            long[] want = {expected.count[i], expected.sumMinor[i], expected.frauds[i]};
            long[] got = {actual.count[i], actual.sumMinor[i], actual.frauds[i]};
            assertThat(got).as("%s: %s", where, layout.windows().get(i)).isEqualTo(want);
        }
        for (int i = 0; i < layout.lanes().size(); i++) {
            LaneSpec lane = layout.lanes().get(i);
            for (int output = 0; output < LaneSpec.OUTPUTS; output++) {
                compare(lane, i, output, layout, where);
            }
        }
        double rounding = 1e-14 * layout.maxAmountMinor();
        for (int i = 0; i < layout.decays().size(); i++) {
            assertThat(actual.decayed[i])
                    .as("%s: %s", where, layout.decays().get(i))
                    .isCloseTo(
                            expected.decayed[i],
                            within(1e-9 * Math.abs(expected.decayed[i]) + rounding));
        }
    }

    private void compare(LaneSpec lane, int i, int output, EntityLayout layout, String where) {
        long want = expected.lane(i, output);
        long got = actual.lane(i, output);
        if (want == got) {
            return;
        }
        String what = where + ": " + lane + " over " + layout.windows().get(lane.window());
        if (lane.kind() == LaneSpec.Kind.TREND) {
            double slope = Double.longBitsToDouble(want);
            assertThat(Double.longBitsToDouble(got))
                    .as(what)
                    .isCloseTo(slope, within(1e-9 * Math.abs(slope)));
        } else {
            assertThat(got).as("%s, output %d", what, output).isEqualTo(want);
        }
    }
}
