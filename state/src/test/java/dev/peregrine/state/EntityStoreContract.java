package dev.peregrine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every feature store must do, with expectations worked out by hand. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public abstract class EntityStoreContract {
    private static final long NO_TIME = EntityValues.NO_TIME;
    private static final int NOW = 0;
    private static final int DELAYED = 1;

    private FeatureStore features;
    private EntityStore store;
    private EntityValues values;
    private long watermark = 1000;

    protected abstract FeatureStore create(List<EntityLayout> layouts);

    @BeforeEach
    void openStore() {
        open(100, 3, 6);
    }

    @AfterEach
    void closeStore() {
        features.close();
    }

    private void open(long retention, int capacity, int maxEvents) {
        if (features != null) {
            features.close();
        }
        List<WindowSpec> windows = List.of(WindowSpec.sliding(10, 0), WindowSpec.sliding(10, 20));
        features = create(List.of(StoreCalls.layout(windows, retention, capacity, maxEvents)));
        store = features.entity(0);
        values = new EntityValues(store.layout());
    }

    private void add(long time, long key, long amount) {
        StoreCalls.add(store, 7, 8, time, key, amount, watermark, values);
    }

    private void assertWindow(int window, long count, long sum, long frauds) {
        assertThat(List.of(values.count[window], values.sumMinor[window], values.frauds[window]))
                .as("count, sum, frauds of window %d", window)
                .containsExactly(count, sum, frauds);
    }

    private String hash() {
        StateHash hash = new StateHash();
        store.hash(watermark, hash);
        return hash.toString();
    }

    @Test
    void shouldCountAnEventInItsOwnWindow() {
        add(1000, 1, 50);

        assertWindow(NOW, 1, 50, 0);
        assertWindow(DELAYED, 0, 0, 0);
        assertThat(values.previousTimeNs).isEqualTo(NO_TIME);
        assertThat(values.saturated).isFalse();
        assertThat(store.size()).isEqualTo(1);
    }

    @Test
    void shouldLeaveOutTheLowerEndOfAWindow() {
        add(990, 1, 1);
        add(991, 2, 2);
        add(1000, 3, 4);

        assertWindow(NOW, 2, 6, 0);
        assertThat(values.previousTimeNs).isEqualTo(991);
    }

    @Test
    void shouldIncludeTheUpperEndOfADelayedWindowAndLeaveOutTheLower() {
        add(970, 9, 1);
        add(971, 8, 2);
        add(980, 7, 4);
        add(981, 6, 8);
        add(1000, 5, 16);

        assertWindow(DELAYED, 2, 6, 0);
    }

    @Test
    void shouldLeaveOutTiesOfGreaterKey() {
        add(1000, 5, 1);
        add(1000, 9, 2);
        add(1000, 7, 4);

        assertWindow(NOW, 2, 5, 0);
        assertThat(values.previousTimeNs).isEqualTo(1000);

        add(1000, 8, 8);
        assertWindow(NOW, 3, 13, 0);
    }

    @Test
    void shouldIncludeAllTiesAtTheEndOfADelayedWindowWhateverTheirKey() {
        add(980, 500, 1);
        add(980, 700, 2);
        add(1000, 3, 4);

        assertWindow(DELAYED, 2, 3, 0);
    }

    @Test
    void shouldReadALateEventAsOfItsOwnTime() {
        add(985, 1, 1);
        add(999, 3, 2);
        add(992, 2, 4);

        assertWindow(NOW, 2, 5, 0);
        assertThat(values.previousTimeNs).isEqualTo(985);

        add(1000, 4, 8);
        assertWindow(NOW, 3, 14, 0);
    }

    @Test
    void shouldPutALateEventOnTheEdgesOfADelayedWindow() {
        add(1000, 1, 1);
        for (long time : new long[] {970, 971, 980, 981}) {
            add(time, time, time);
        }
        add(1000, 2, 1);

        assertWindow(DELAYED, 2, 971 + 980, 0);
    }

    @Test
    void shouldReadTheDelayedWindowOfALateEvent() {
        add(960, 1, 1);
        add(965, 2, 2);
        add(975, 3, 4);
        add(1000, 4, 8);
        add(985, 5, 16);

        assertWindow(DELAYED, 2, 3, 0);

        add(995, 6, 32);
        assertWindow(DELAYED, 1, 4, 0);
    }

    @Test
    void shouldTakeABackFilledEventOlderThanEverything() {
        add(1000, 1, 1);
        add(950, 2, 2);

        assertWindow(NOW, 1, 2, 0);
        assertThat(values.previousTimeNs).isEqualTo(NO_TIME);

        add(975, 3, 4);
        assertWindow(DELAYED, 1, 2, 0);
        assertThat(values.previousTimeNs).isEqualTo(950);
    }

    @Test
    void shouldEmptyTheWindowsOfAnEntityThatRested() {
        add(1000, 1, 1);
        watermark = 1095;
        add(1095, 2, 2);
        assertWindow(NOW, 1, 2, 0);
        assertThat(values.previousTimeNs).isEqualTo(1000);

        watermark = 5000;
        add(5000, 3, 4);
        assertWindow(NOW, 1, 4, 0);
        assertWindow(DELAYED, 0, 0, 0);
        assertThat(values.previousTimeNs).isEqualTo(NO_TIME);
    }

    @Test
    void shouldCountFraudsKnownNow() {
        add(995, 1, 1);
        assertThat(store.label(7, 8, 995, 1, LabelState.FRAUD, 996)).isTrue();
        add(1000, 2, 2);
        assertWindow(NOW, 2, 3, 1);
        assertThat(store.labelTime(7, 8, 995, 1)).isEqualTo(996);
        assertThat(store.labelTime(7, 8, 1000, 2)).isEqualTo(NO_TIME);

        store.label(7, 8, 995, 1, LabelState.LEGITIMATE, 997);
        add(1000, 3, 4);
        assertWindow(NOW, 3, 7, 0);
    }

    @Test
    void shouldTakeALabelBackAndKeepItsTime() {
        add(995, 1, 1);
        store.label(7, 8, 995, 1, LabelState.FRAUD, 996);
        store.label(7, 8, 995, 1, LabelState.NONE, 998);
        add(1000, 2, 2);

        assertWindow(NOW, 2, 3, 0);
        assertThat(store.labelTime(7, 8, 995, 1)).isEqualTo(998);
    }

    @Test
    void shouldTakeAPartialReversalOutOfTheSumAlone() {
        add(995, 1, 100);
        assertThat(store.reverse(7, 8, 995, 1, 30)).isTrue();
        add(1000, 2, 1);

        assertWindow(NOW, 2, 71, 0);
    }

    @Test
    void shouldTakeAWholeReversalOutOfEverything() {
        add(994, 1, 10);
        add(995, 2, 100);
        store.label(7, 8, 995, 2, LabelState.FRAUD, 996);
        store.reverse(7, 8, 995, 2, 30);
        store.reverse(7, 8, 995, 2, 70);
        add(1000, 3, 1);
        assertWindow(NOW, 2, 11, 0);
        assertThat(values.previousTimeNs).isEqualTo(994);

        store.reverse(7, 8, 995, 2, 70);
        store.label(7, 8, 995, 2, LabelState.FRAUD, 999);
        add(1000, 4, 1);
        assertWindow(NOW, 3, 12, 0);
    }

    @Test
    void shouldSaturateAndForgetTheOldest() {
        for (int i = 0; i < 6; i++) {
            add(995, i, 1L << i);
        }
        assertThat(values.saturated).isFalse();

        add(995, 6, 64);
        assertWindow(NOW, 6, 126, 0);
        assertThat(values.saturated).isTrue();
        assertThat(store.contains(7, 8, 995, 0)).isFalse();

        add(994, 7, 128);
        assertWindow(NOW, 1, 128, 0);
        assertThat(values.previousTimeNs).isEqualTo(NO_TIME);
        assertThat(store.contains(7, 8, 994, 7)).isFalse();
        assertThat(store.saturatedEntities()).isEqualTo(1);

        add(996, 8, 256);
        assertWindow(NOW, 6, 126 - 2 + 256, 0);
    }

    @Test
    void shouldKnowOnlyEventsThatItHolds() {
        add(1000, 1, 1);

        assertThat(store.contains(7, 8, 1000, 1)).isTrue();
        assertThat(store.contains(7, 8, 1000, 2)).isFalse();
        assertThat(store.contains(7, 8, 1001, 1)).isFalse();
        assertThat(store.contains(7, 9, 1000, 1)).isFalse();
        assertThat(store.contains(6, 8, 1000, 1)).isFalse();
        assertThat(store.label(7, 8, 1000, 2, LabelState.FRAUD, 1)).isFalse();
        assertThat(store.reverse(7, 8, 999, 1, 1)).isFalse();
        assertThat(store.outcome(7, 9, 1000, 1, 0x3035, 0)).isFalse();
        assertThat(store.labelTime(7, 9, 1000, 1)).isEqualTo(NO_TIME);
        assertThat(store.find(7, 8)).isNotEqualTo(EntityStore.NOT_FOUND);
        assertThat(store.find(8, 7)).isEqualTo(EntityStore.NOT_FOUND);
    }

    @Test
    void shouldForgetAnExpiredEventWithoutATouch() {
        add(1000, 1, 1);
        watermark = 1100;
        StoreCalls.add(store, 1, 1, 1100, 2, 1, watermark, values);

        assertThat(store.contains(7, 8, 1000, 1)).isFalse();
        assertThat(store.label(7, 8, 1000, 1, LabelState.FRAUD, 1100)).isFalse();
    }

    @Test
    void shouldHashTheContentAlone() {
        String empty = hash();
        add(1000, 1, 5);
        add(990, 2, 6);
        store.outcome(7, 8, 990, 2, 0x3035, 0);
        String forth = hash();

        openStore();
        add(990, 2, 6);
        store.outcome(7, 8, 990, 2, 0x3035, 0);
        assertThat(hash()).isNotEqualTo(forth).isNotEqualTo(empty);
        add(1000, 1, 5);
        assertThat(hash()).isEqualTo(forth);

        watermark = 1090;
        String withoutExpired = hash();
        assertThat(withoutExpired).isNotEqualTo(forth);
        add(1000, 9, 5);
        store.reverse(7, 8, 1000, 9, 5);
        assertThat(hash()).isNotEqualTo(withoutExpired);
        watermark = 1100;
        assertThat(hash()).isEqualTo(empty);
    }

    @Test
    void shouldHashEveryFieldOfAnEvent() {
        add(1000, 1, 5);
        String before = hash();
        store.label(7, 8, 1000, 1, LabelState.FRAUD, 3);
        String fraud = hash();
        store.label(7, 8, 1000, 1, LabelState.FRAUD, 4);
        String laterFraud = hash();
        store.outcome(7, 8, 1000, 1, 1, 0);
        String outcome = hash();
        store.reverse(7, 8, 1000, 1, 2);
        String part = hash();
        store.reverse(7, 8, 1000, 1, 3);

        assertThat(List.of(before, fraud, laterFraud, outcome, part, hash()))
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldTellWhenItIsFull() {
        assertThat(store.hasRoom(watermark)).isTrue();
        for (int i = 0; i < 3; i++) {
            StoreCalls.add(store, i, i, 1000, 1, 1, watermark, values);
        }

        assertThat(store.hasRoom(watermark)).isFalse();
        assertThatThrownBy(() -> StoreCalls.add(store, 9, 9, 1000, 1, 1, watermark, values))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("card");
        assertThat(store.size()).isEqualTo(3);
        StoreCalls.add(store, 2, 2, 1000, 2, 1, watermark, values);
        assertWindow(NOW, 2, 2, 0);
    }

    @Test
    void shouldRefuseWhatTheCallerShouldHaveRefusedBeforeAnyChange() {
        String empty = hash();
        long tooMuch = store.layout().maxAmountMinor() + 1;

        assertThatThrownBy(() -> add(900, 1, 1)).hasMessageContaining("expired");
        assertThatThrownBy(() -> add(1000, 1, -1)).hasMessageContaining("amount -1");
        assertThatThrownBy(() -> add(1000, 1, tooMuch)).hasMessageContaining("amount");
        assertThatThrownBy(() -> store.reverse(7, 8, 1000, 1, -1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> store.outcome(7, 8, 1000, 1, 65536, 0))
                .hasMessageContaining("65536");
        assertThat(hash()).isEqualTo(empty);
        assertThat(store.size()).isZero();
    }

    @Test
    void shouldKeepEntityTypesApart() {
        features.close();
        List<WindowSpec> windows = List.of(WindowSpec.sliding(10, 0), WindowSpec.sliding(10, 20));
        features =
                create(
                        List.of(
                                StoreCalls.layout(windows, 100, 3, 6),
                                EntityLayout.ofWindows(1, "merchant", List.of(), 100, 3, 6)));
        StoreCalls.add(features.entity(0), 7, 8, 1000, 1, 5, watermark, values);
        StoreCalls.add(
                features.entity(1),
                7,
                8,
                1000,
                2,
                5,
                watermark,
                new EntityValues(features.entity(1).layout()));

        assertThat(features.entityTypes()).isEqualTo(2);
        assertThat(features.entity(0).contains(7, 8, 1000, 2)).isFalse();
        assertThat(features.entity(1).contains(7, 8, 1000, 2)).isTrue();
        assertThat(features.entity(1).layout().name()).isEqualTo("merchant");
    }
}
