package dev.peregrine.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.replay.monitor.Drift;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drifts that are kept: read back to the bit, by tenant, for a time, and so many. */
class DriftLogTest {
    private static final long START_NS = 1_700_000_000_123_456_789L;

    @TempDir private Path data;
    private DriftLog log;

    @BeforeEach
    void setUp() throws IOException {
        Files.createDirectory(data.resolve("side"));
        log = DriftLog.of(data);
    }

    @Test
    void shouldReadBackWhatWasFoundByTenant() {
        Drift first = drift(1, 0);
        Drift other = drift(2, 1);
        Drift second = new Drift(1, Drift.Stream.FRAUD_SCORES, 1.0 / 3, 998.25, 80, START_NS + 2);
        assertThat(log.of(1)).isEmpty();
        for (Drift drift : List.of(first, other, second)) {
            log.add(drift, 0);
        }
        DriftLog again = DriftLog.of(data);

        assertThat(again.of(1)).containsExactly(first, second);
        assertThat(again.of(2)).containsExactly(other);
        assertThat(again.of(3)).isEmpty();
    }

    @Test
    void shouldForgetWhatIsOlderThanTheRetention() {
        log.add(drift(1, 0), 100);
        log.add(drift(1, 100), 100);
        assertThat(log.of(1)).hasSize(2);
        log.add(drift(1, 101), 100);

        assertThat(log.of(1)).containsExactly(drift(1, 100), drift(1, 101));
    }

    @Test
    void shouldKeepTheLatest() {
        log = new DriftLog(data.resolve("few"), 5);
        List<Drift> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(drift(1, i));
            log.add(all.get(i), 0);
        }

        assertThat(log.of(1)).isEqualTo(all.subList(3, all.size()));
    }

    @Test
    void shouldTellTheLastSinceATime() {
        log.add(drift(1, 0), 0);
        log.add(drift(1, 10), 0);
        Instant start = Instant.EPOCH.plusNanos(START_NS);

        assertThat(log.lastSince(1, start)).contains(drift(1, 10));
        assertThat(log.lastSince(1, start.plusNanos(10))).isEmpty();
        assertThat(log.lastSince(2, start)).isEmpty();
    }

    private static Drift drift(int tenantId, long after) {
        return new Drift(tenantId, Drift.Stream.SCORES, 20, 30.5, 1_000, START_NS + after);
    }
}
