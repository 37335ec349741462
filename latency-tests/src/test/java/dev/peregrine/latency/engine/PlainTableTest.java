package dev.peregrine.latency.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PlainTableTest {
    @Test
    void shouldFindEveryKey() {
        int capacity = 10_000;
        WorkloadRandom random = new WorkloadRandom(3);
        long[] keys = new long[2 * capacity];
        try (PlainTable table = new PlainTable(capacity, 3)) {
            for (int i = 0; i < keys.length; i += 2) {
                keys[i] = random.nextLong();
                keys[i + 1] = random.nextLong();
                table.insert(keys[i], keys[i + 1]);
            }
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < keys.length; i += 2) {
                    table.insertIfAbsent(keys[i], keys[i + 1]);
                }
            }
            for (int i = 0; i < keys.length; i += 2) {
                assertThat(table.touch(keys[i], keys[i + 1])).isZero();
            }
        }
    }
}
