package dev.peregrine.replay.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Explores what may happen between a client and a node, a seed at a time. {@code
 * -Dperegrine.test.interleavings=N} for more of them, {@code -Dperegrine.test.seed=N} for another
 * first one.
 */
@Timeout(3_600)
class InterleavingTest {
    private static final int SEEDS = Integer.getInteger("peregrine.test.interleavings", 400);
    private static final long FIRST = Long.getLong("peregrine.test.seed", 1);

    @TempDir Path directory;

    @Test
    void shouldHaveOneEffectAndOneAnswerWhateverHappens() throws IOException {
        long start = System.nanoTime();
        long crashes = 0;
        long fromSnapshot = 0;
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            Simulation simulation =
                    new Simulation(seed, Files.createDirectory(directory.resolve("seed-" + seed)));
            try {
                simulation.run();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
            crashes += simulation.crashes();
            fromSnapshot += simulation.startsFromSnapshot();
        }
        System.out.printf(
                "%d seeds in %d s: %d crashes, %d starts from a snapshot%n",
                SEEDS, (System.nanoTime() - start) / 1_000_000_000, crashes, fromSnapshot);
        assertThat(crashes).isGreaterThan(SEEDS);
        assertThat(fromSnapshot).isPositive();
    }
}
