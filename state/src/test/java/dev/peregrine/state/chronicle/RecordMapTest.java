package dev.peregrine.state.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.state.Layouts;
import dev.peregrine.testing.Allocations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RecordMapTest {
    private static final int RECORD_LENGTH = 16;
    private static final int PAGE = 1 << 12;
    private static final int ROUNDS = 100;

    /** More pages than there are numbers that the JVM keeps boxed. */
    private static final int BEFORE = 200;

    @Test
    void shouldAllocateNothingForANewPage() {
        int capacity = (BEFORE + ROUNDS) * PAGE;
        try (RecordMap map =
                new RecordMap(Layouts.everything(30_000, capacity, 256), RECORD_LENGTH)) {
            fill(map, BEFORE);
            assertThat(Allocations.least(ROUNDS, () -> fill(map, 1))).isZero();
            assertThat(map.size() % PAGE).isZero();
            fill(map, capacity / PAGE - (int) (map.size() / PAGE));
            assertThat(map.size()).isEqualTo(capacity);
        }
    }

    private static void fill(RecordMap map, int pages) {
        for (int i = 0; i < pages * PAGE; i++) {
            map.insert();
        }
    }
}
