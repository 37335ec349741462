package dev.peregrine.scoring.features;

import dev.peregrine.policy.PolicyBundle;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A policy that is replaced by another in the middle of a history: what it adds is as if it had
 * always been active, what both have goes on, what it lacks is gone; to the last bit. {@code
 * -Dperegrine.test.seed=N} sets the first seed.
 */
@Timeout(600)
class PolicyChangePropertyTest {
    private static final long FIRST_SEED = Long.getLong("peregrine.test.seed", 1);
    private static final long SEEDS = Long.getLong("peregrine.test.seeds", 3);
    private static final int EVENTS_OF_A_SEED = 2_000;

    @TempDir private Path directory;

    @Test
    void shouldGoOnAsIfTheNewPolicyHadAlwaysBeenActive() throws Exception {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            List<PolicyBundle> versions =
                    RandomBundle.loadVersions(seed, directory.resolve("seed-" + seed));
            List<Step> history = RandomHistory.of(seed, EVENTS_OF_A_SEED);
            int change = EVENTS_OF_A_SEED / 4 + (int) (seed * 7919 % (EVENTS_OF_A_SEED / 4));
            long changeNs = history.get(change).ingressNs();
            HistoryCheck.check(
                    seed, history, steps -> PolicyChangeRun.difference(versions, changeNs, steps));
        }
    }
}
