package dev.peregrine.state.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.state.StateHash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class IdentityTableTest {
    private record Id(long high, long low) {}

    private record Known(long contentHash, long epoch, long sequence, long ingressNs) {}

    @Test
    void shouldTellWhatAnEventSaidAndWhereItStands() {
        try (IdentityTable table = new IdentityTable(100, 10, 5)) {
            table.put(1, 2, 33, 44, 55, 1000);
            long handle = table.find(1, 2, 1000);

            assertThat(handle).isNotEqualTo(IdentityTable.NOT_FOUND);
            assertThat(table.contentHash(handle)).isEqualTo(33);
            assertThat(table.epoch(handle)).isEqualTo(44);
            assertThat(table.sequence(handle)).isEqualTo(55);
            assertThat(table.find(2, 1, 1000)).isEqualTo(IdentityTable.NOT_FOUND);
            assertThat(table.find(1, 3, 1000)).isEqualTo(IdentityTable.NOT_FOUND);
        }
    }

    @Test
    void shouldForgetASpanWhenTheRetentionHasPassedIt() {
        try (IdentityTable table = new IdentityTable(100, 10, 5)) {
            table.put(1, 1, 0, 0, 0, 1000);
            table.put(2, 2, 0, 0, 0, 1009);

            assertThat(table.find(1, 1, 1109)).isNotEqualTo(IdentityTable.NOT_FOUND);
            assertThat(table.find(1, 1, 1110)).isEqualTo(IdentityTable.NOT_FOUND);
            assertThat(table.find(2, 2, 1110)).isEqualTo(IdentityTable.NOT_FOUND);
            assertThat(table.size(1109)).isEqualTo(2);
            assertThat(table.size(1110)).isZero();
        }
    }

    @Test
    void shouldRefuseWhatDoesNotFitInASpan() {
        try (IdentityTable table = new IdentityTable(100, 10, 3)) {
            for (int i = 0; i < 3; i++) {
                assertThat(table.hasRoom(1000 + i)).isTrue();
                table.put(i, i, 0, 0, 0, 1000 + i);
            }

            assertThat(table.hasRoom(1009)).isFalse();
            assertThatThrownBy(() -> table.put(9, 9, 0, 0, 0, 1009))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(table.size(1009)).isEqualTo(3);
            assertThat(table.hasRoom(1010)).isTrue();
            table.put(9, 9, 0, 0, 0, 1010);
            assertThat(table.find(0, 0, 1010)).isNotEqualTo(IdentityTable.NOT_FOUND);
        }
    }

    @Test
    void shouldHashIdsAndContentButNotTheirPlace() {
        try (IdentityTable one = new IdentityTable(100, 10, 5);
                IdentityTable other = new IdentityTable(100, 10, 5)) {
            one.put(1, 1, 7, 1, 1, 1000);
            one.put(2, 2, 8, 1, 2, 1020);
            other.put(2, 2, 8, 3, 9, 1000);
            other.put(1, 1, 7, 3, 8, 1020);

            assertThat(hash(one, 1020)).isEqualTo(hash(other, 1020));
            other.put(3, 3, 7, 3, 8, 1020);
            assertThat(hash(one, 1020)).isNotEqualTo(hash(other, 1020));
        }
    }

    @Test
    void shouldRefuseSenselessSizes() {
        assertThatThrownBy(() -> new IdentityTable(100, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("span 0 ns");
    }

    @ParameterizedTest
    @CsvSource({"1, 1000, 100", "2, 1000, 300", "3, 10, 20", "4, 999, 1", "5, 64, 64"})
    void shouldAgreeWithAPlainMap(long seed, long retentionNs, long spanNs) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<Id, Known> oracle = new HashMap<>();
        List<Id> ids = new ArrayList<>();
        long now = -5_000;
        try (IdentityTable table = new IdentityTable(retentionNs, spanNs, 200)) {
            for (int i = 0; i < 60_000; i++) {
                if (random.nextInt(3) == 0) {
                    now += random.nextInt(500) == 0 ? random.nextLong(3 * retentionNs) : 1;
                }
                Id id =
                        ids.isEmpty() || random.nextInt(3) == 0
                                ? new Id(random.nextLong(), random.nextLong())
                                : ids.get(Math.max(0, ids.size() - 1 - random.nextInt(2000)));
                long handle = table.find(id.high, id.low, now);
                Known known = known(oracle, id, now, retentionNs, spanNs);
                assertThat(handle != IdentityTable.NOT_FOUND)
                        .as("seed %d, step %d, %s known", seed, i, id)
                        .isEqualTo(known != null);
                if (known != null) {
                    assertThat(
                                    List.of(
                                            table.contentHash(handle),
                                            table.epoch(handle),
                                            table.sequence(handle)))
                            .as("seed %d, step %d", seed, i)
                            .containsExactly(known.contentHash, known.epoch, known.sequence);
                } else if (table.hasRoom(now)) {
                    known = new Known(random.nextLong(), random.nextLong(), i, now);
                    table.put(id.high, id.low, known.contentHash, known.epoch, known.sequence, now);
                    oracle.put(id, known);
                    ids.add(id);
                }
                if (i % 5000 == 0) {
                    assertSameContent(table, oracle, now, retentionNs, spanNs);
                }
            }
        }
    }

    private static void assertSameContent(
            IdentityTable table, Map<Id, Known> oracle, long now, long retentionNs, long spanNs) {
        StateHash expected = new StateHash();
        long size = 0;
        for (Id id : oracle.keySet()) {
            Known known = known(oracle, id, now, retentionNs, spanNs);
            if (known != null) {
                expected.word(id.high).word(id.low).word(known.contentHash).endItem();
                size++;
            }
        }
        assertThat(table.size(now)).isEqualTo(size);
        assertThat(hash(table, now)).isEqualTo(expected.toString());
    }

    /** The rule in the table's documentation, from ingress times alone. */
    private static Known known(
            Map<Id, Known> oracle, Id id, long now, long retentionNs, long spanNs) {
        Known known = oracle.get(id);
        if (known == null) {
            return null;
        }
        long spansBack = Math.floorDiv(now, spanNs) - Math.floorDiv(known.ingressNs, spanNs);
        return spansBack <= (retentionNs + spanNs - 1) / spanNs ? known : null;
    }

    private static String hash(IdentityTable table, long watermarkNs) {
        StateHash hash = new StateHash();
        table.hash(watermarkNs, hash);
        return hash.toString();
    }
}
