package dev.peregrine.latency.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.protocol.codec.LabelKind;
import dev.peregrine.protocol.codec.Purpose;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TrafficSimulatorTest {
    private static final long NOW_NS = 1_800_000_000_000_000_000L;
    private static final long DAY_NS = 86_400_000_000_000L;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 77})
    void shouldGiveTheSameStreamForTheSameSeed(long seed) {
        TrafficSimulator one = new TrafficSimulator(context(seed));
        TrafficSimulator other = new TrafficSimulator(context(seed));
        for (SimulatedEvent event = one.nextOfHistory(); event != null; ) {
            assertThat(digest(other.nextOfHistory())).isEqualTo(digest(event));
            event = one.nextOfHistory();
        }
        assertThat(other.nextOfHistory()).isNull();
        one.goLive(NOW_NS, 1_000);
        other.goLive(NOW_NS, 1_000);
        for (int i = 0; i < 20_000; i++) {
            assertThat(digest(other.nextLive())).isEqualTo(digest(one.nextLive()));
        }
    }

    @Test
    void shouldGiveAnotherStreamForAnotherSeed() {
        TrafficSimulator one = new TrafficSimulator(context(1));
        TrafficSimulator other = new TrafficSimulator(context(2));
        assertThat(digest(one.nextOfHistory())).isNotEqualTo(digest(other.nextOfHistory()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 5, 123_456_789})
    void shouldKeepTimeOrderAndNumberTransactions(long seed) {
        TrafficSimulator simulator = new TrafficSimulator(context(seed));
        long lastNs = NOW_NS - 60 * DAY_NS;
        long transactions = 0;
        SimulatedEvent event;
        while ((event = simulator.nextOfHistory()) != null) {
            assertThat(event.timeNs).isBetween(lastNs, NOW_NS - 1);
            lastNs = event.timeNs;
            if (event.kind == SimulatedEvent.Kind.TRANSACTION) {
                assertThat(event.transaction.number).isEqualTo(transactions++);
                assertThat(event.transaction.eventTimeNs).isEqualTo(event.timeNs);
                assertThat(event.transaction.purpose).isEqualTo(Purpose.BACK_FILL);
            }
        }
        assertThat(transactions).isBetween(80_000L, 180_000L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 5, 123_456_789})
    void shouldInjectEveryTypeOfFraudAtRealisticShares(long seed) {
        TrafficSimulator simulator = new TrafficSimulator(context(seed));
        Map<FraudType, Integer> counts = new EnumMap<>(FraudType.class);
        SimulatedEvent event;
        while ((event = simulator.nextOfHistory()) != null) {
            if (event.kind == SimulatedEvent.Kind.TRANSACTION) {
                counts.merge(event.transaction.truth, 1, Integer::sum);
            }
        }
        double total = counts.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(counts).containsOnlyKeys(FraudType.values());
        assertThat(1 - counts.get(FraudType.NONE) / total).isBetween(0.005, 0.012);
        for (FraudType type : FraudType.values()) {
            assertThat(counts.get(type) / total).as(type.label()).isGreaterThan(0.0005);
        }
    }

    @Test
    void shouldLetWhatFollowsATransactionComeAfterIt() {
        TrafficSimulator simulator = new TrafficSimulator(context(3));
        Map<Long, Long> times = new HashMap<>();
        Set<Long> fraud = new HashSet<>();
        int outcomes = 0;
        int chargebacks = 0;
        int quickLabels = 0;
        int wrongLabels = 0;
        int reversals = 0;
        SimulatedEvent event;
        while ((event = simulator.nextOfHistory()) != null) {
            SimulatedTransaction tx = event.transaction;
            if (event.kind == SimulatedEvent.Kind.TRANSACTION) {
                times.put(tx.number, tx.eventTimeNs);
                if (tx.truth.isFraud()) {
                    fraud.add(tx.number);
                }
                continue;
            }
            assertThat(times).containsEntry(tx.number, tx.eventTimeNs);
            long laterNs = event.timeNs - tx.eventTimeNs;
            switch (event.kind) {
                case OUTCOME -> {
                    outcomes++;
                    assertThat(laterNs).isBetween(1L, 1_000_000_000L);
                }
                case LABEL -> {
                    boolean bad = event.labelKind == LabelKind.FRAUD;
                    bad |= event.labelKind == LabelKind.CHARGEBACK;
                    wrongLabels += bad == fraud.contains(tx.number) ? 0 : 1;
                    if (event.labelKind == LabelKind.CHARGEBACK) {
                        chargebacks++;
                        assertThat(laterNs).isBetween(20 * DAY_NS, 45 * DAY_NS);
                    } else if (event.labelKind == LabelKind.FRAUD) {
                        quickLabels++;
                        assertThat(laterNs).isBetween(1L, 5 * DAY_NS);
                    }
                }
                case REVERSAL -> {
                    reversals++;
                    assertThat(event.reversalAmountMinor).isBetween(1L, tx.amountMinor);
                }
                default -> throw new AssertionError(event.kind);
            }
        }
        assertThat(outcomes).isBetween(times.size() - 10, times.size());
        assertThat(quickLabels).isGreaterThan(100);
        assertThat(chargebacks).isGreaterThan(100);
        assertThat(wrongLabels).isLessThan((quickLabels + chargebacks) / 10);
        assertThat(reversals / (double) times.size()).isBetween(0.003, 0.015);
    }

    @Test
    void shouldPayByDayMoreThanByNight() {
        TrafficSimulator simulator = new TrafficSimulator(context(4));
        int[] perHour = new int[24];
        SimulatedEvent event;
        while ((event = simulator.nextOfHistory()) != null) {
            if (event.kind == SimulatedEvent.Kind.TRANSACTION) {
                perHour[(int) (event.timeNs / (DAY_NS / 24) % 24)]++;
            }
        }
        assertThat(perHour[17]).isGreaterThan(4 * perHour[2]);
    }

    @Test
    void shouldSendLiveTransactionsInEvenlySpacedSlots() {
        TrafficSimulator simulator = new TrafficSimulator(context(9));
        while (simulator.nextOfHistory() != null) {}
        long startNs = NOW_NS + 7_000_000_000L;
        simulator.goLive(startNs, 2_000);
        Map<FraudType, Integer> counts = new EnumMap<>(FraudType.class);
        for (int slot = 0; slot < 60_000; ) {
            SimulatedEvent event = simulator.nextLive();
            if (event.kind == SimulatedEvent.Kind.TRANSACTION) {
                assertThat(event.timeNs).isEqualTo(startNs + slot * 500_000L);
                assertThat(event.transaction.eventTimeNs).isEqualTo(event.timeNs);
                assertThat(event.transaction.purpose).isEqualTo(Purpose.AUTHORISATION);
                counts.merge(event.transaction.truth, 1, Integer::sum);
                slot++;
            } else {
                assertThat(event.timeNs).isLessThanOrEqualTo(startNs + slot * 500_000L);
            }
        }
        assertThat(counts).containsOnlyKeys(FraudType.values());
        assertThat(counts.get(FraudType.NONE)).isBetween(59_200, 59_750);
    }

    @Test
    void shouldNameTheValueThatIsOutOfRange() {
        assertThatThrownBy(() -> new TrafficSimulator(context(1).customers(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("customers is 3");
    }

    private static SimulatorContext context(long seed) {
        return new SimulatorContext().seed(seed).customers(2_000).paymentsPerDay(1).nowNs(NOW_NS);
    }

    private static String digest(SimulatedEvent event) {
        SimulatedTransaction tx = event.transaction;
        return event.kind
                + " "
                + event.timeNs
                + " "
                + tx.number
                + " "
                + tx.card
                + " "
                + tx.merchant
                + " "
                + tx.terminal
                + " "
                + tx.device
                + " "
                + tx.amountMinor
                + " "
                + tx.channel
                + " "
                + tx.ipLow
                + " "
                + tx.latitudeMicro
                + " "
                + tx.truth
                + (event.kind == SimulatedEvent.Kind.OUTCOME ? event.responseCode : "")
                + (event.kind == SimulatedEvent.Kind.LABEL ? event.labelKind : "");
    }
}
