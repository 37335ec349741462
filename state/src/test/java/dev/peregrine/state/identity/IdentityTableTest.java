package dev.peregrine.state.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.state.StateHash;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class IdentityTableTest {
    private static final long RETENTION = 1_000;

    private record Known(long contentHash, long epoch, long sequence, long ingressTimeNs) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldKnowWhatAPlainMapKnows(long seed) {
        knowWhatAPlainMapKnows(seed, 20_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 60, 1_000})
    void shouldKnowWhatAPlainMapKnowsWhileItsIndexGrows(int initial) {
        knowWhatAPlainMapKnows(5, initial);
    }

    private static void knowWhatAPlainMapKnows(long seed, int initial) {
        SplittableRandom random = new SplittableRandom(seed);
        int capacity = 20_000;
        Map<Long, Known> oracle = new HashMap<>();
        try (IdentityTable table = new IdentityTable(RETENTION, capacity, initial)) {
            long watermark = 0;
            for (int i = 0; i < 200_000; i++) {
                watermark += random.nextInt(100) == 0 ? random.nextInt(50) : 0;
                if (random.nextInt(20_000) == 0) {
                    watermark += RETENTION;
                }
                long id = random.nextInt(40_000);
                long low = id % 4_099;
                Known known = oracle.get(id);
                if (known != null && known.ingressTimeNs() <= watermark - RETENTION) {
                    known = null;
                }
                long handle = table.find(id, low, watermark);
                String where = "seed " + seed + ", step " + i;
                assertThat(handle != IdentityTable.NOT_FOUND).as(where).isEqualTo(known != null);
                if (known != null) {
                    assertThat(table.contentHash(handle)).as(where).isEqualTo(known.contentHash());
                    assertThat(table.epoch(handle)).as(where).isEqualTo(known.epoch());
                    assertThat(table.sequence(handle)).as(where).isEqualTo(known.sequence());
                } else if (table.hasRoom(watermark) && table.size() < 2_000) {
                    Known made = new Known(random.nextLong(), i % 3, i, watermark);
                    oracle.put(id, made);
                    table.put(
                            id, low, made.contentHash(), made.epoch(), made.sequence(), watermark);
                }
            }
        }
    }

    @Test
    void shouldForgetExactlyAtTheEndOfTheRetention() {
        try (IdentityTable table = new IdentityTable(RETENTION, 10)) {
            table.put(1, 2, 3, 4, 5, 100);
            assertThat(table.find(1, 2, 100 + RETENTION - 1)).isNotEqualTo(IdentityTable.NOT_FOUND);
            assertThat(table.find(1, 2, 100 + RETENTION)).isEqualTo(IdentityTable.NOT_FOUND);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100_000})
    void shouldHoldItsCapacityAndNoMore(int initial) {
        int capacity = 100_000;
        SplittableRandom random = new SplittableRandom(7);
        try (IdentityTable table = new IdentityTable(RETENTION, capacity, initial)) {
            for (int round = 0; round < 3; round++) {
                long watermark = round * RETENTION;
                for (int i = 0; i < capacity; i++) {
                    assertThat(table.hasRoom(watermark)).isTrue();
                    table.put(random.nextLong(), random.nextLong(), 0, 0, i, watermark);
                }
                assertThat(table.hasRoom(watermark)).isFalse();
                assertThatThrownBy(() -> table.put(1, 1, 0, 0, 0, watermark))
                        .isInstanceOf(IllegalStateException.class);
            }
        }
    }

    @Test
    void shouldHashByContentNotByHistory() {
        StateHash plain = new StateHash();
        StateHash withPast = new StateHash();
        try (IdentityTable young = new IdentityTable(RETENTION, 100);
                IdentityTable old = new IdentityTable(RETENTION, 100)) {
            old.put(9, 9, 9, 9, 9, 1);
            young.put(1, 2, 3, 4, 5, 5_000);
            old.put(1, 2, 3, 4, 5, 5_000);
            young.hash(5_000, plain);
            old.hash(5_000, withPast);
        }
        assertThat(withPast.toString()).isEqualTo(plain.toString());
        assertThat(plain.high() | plain.low()).isNotZero();
    }
}
