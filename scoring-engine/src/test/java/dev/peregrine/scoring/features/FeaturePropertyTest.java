package dev.peregrine.scoring.features;

import dev.peregrine.policy.PolicyBundle;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine's features against {@link FeatureOracle} over random bundles and histories: equal to
 * the last bit, or within 1e-9 relative where an aggregate is no integer and no time. Some entities
 * are evicted, some lose events to {@code max_events}, and some windows hold more different values
 * than are kept apart: these may count less, never more.
 *
 * <p>{@code -Dperegrine.test.events=N} sets the number of events in all, {@code
 * -Dperegrine.test.seed=N} the first seed.
 */
@Timeout(3600)
class FeaturePropertyTest {
    private static final int EVENTS = Integer.getInteger("peregrine.test.events", 16_000);
    private static final long FIRST_SEED = Long.getLong("peregrine.test.seed", 1);
    private static final int EVENTS_OF_A_SEED = 4_000;

    @TempDir private Path directory;

    @Test
    void shouldGiveTheFeaturesThatTheirDefinitionsGive() throws Exception {
        long seeds = Math.max(1, EVENTS / EVENTS_OF_A_SEED);
        for (long seed = FIRST_SEED; seed < FIRST_SEED + seeds; seed++) {
            check(seed);
        }
    }

    private void check(long seed) throws Exception {
        Map<Integer, PolicyBundle> bundles =
                Map.of(
                        1, RandomBundle.load(2 * seed, 1, directory.resolve(seed + "-1")),
                        2, RandomBundle.load(2 * seed + 1, 2, directory.resolve(seed + "-2")));
        HistoryCheck.check(
                seed, bundles, RandomHistory.of(seed, Math.min(EVENTS, EVENTS_OF_A_SEED)));
    }
}
