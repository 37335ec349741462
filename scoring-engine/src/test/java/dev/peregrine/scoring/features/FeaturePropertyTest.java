package dev.peregrine.scoring.features;

import static org.assertj.core.api.Assertions.fail;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.state.FeatureStoreFactory;
import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine's features against {@link FeatureOracle} over random bundles and histories: equal to
 * the last bit, or within 1e-9 relative where an aggregate is no integer and no time.
 *
 * <p>{@code -Dperegrine.test.events=N} sets the number of events in all, {@code
 * -Dperegrine.test.seed=N} the first seed.
 */
@Timeout(3600)
class FeaturePropertyTest {
    private static final int EVENTS = Integer.getInteger("peregrine.test.events", 24_000);
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
        FeatureStoreFactory stores = ChronicleFeatureStoreFactory.inMemory();
        List<Step> history = RandomHistory.of(seed, Math.min(EVENTS, EVENTS_OF_A_SEED));
        Optional<String> difference = HistoryRun.difference(bundles, stores, history);
        if (difference.isPresent()) {
            List<Step> least =
                    HistoryShrinker.shrink(
                            history,
                            steps -> HistoryRun.difference(bundles, stores, steps).isPresent());
            StringBuilder text = new StringBuilder("seed " + seed + ", " + difference.get());
            text.append(System.lineSeparator()).append("shrunk to ").append(least.size());
            text.append(" events, ").append(HistoryRun.difference(bundles, stores, least).get());
            least.forEach(
                    step -> {
                        text.append(System.lineSeparator());
                        text.append(Instant.ofEpochSecond(0, step.ingressNs())).append(' ');
                        text.append(step);
                    });
            fail(text.toString());
        }
    }
}
