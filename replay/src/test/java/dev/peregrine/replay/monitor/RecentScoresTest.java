package dev.peregrine.replay.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is remembered of payments until their labels come, against a plain list of all. */
@Timeout(60)
class RecentScoresTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 1_000})
    void shouldRememberTheLatestAndForgetTheOldest(int capacity) {
        SplittableRandom random = new SplittableRandom(capacity);
        RecentScores recent = new RecentScores(capacity);
        List<Long> keys = new ArrayList<>();
        Set<Long> taken = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            // ids that are numbers are neighbours, others are as good as random
            long key = random.nextBoolean() ? i : random.nextLong();
            recent.put(key, score(key));
            keys.add(key);
            int age = random.nextInt(Math.min(3 * capacity, keys.size()));
            long asked = keys.get(keys.size() - 1 - age);
            int score = recent.take(asked);
            if (taken.contains(asked) || age >= 2 * capacity) {
                assertThat(score).as("payment %d of age %d", i, age).isEqualTo(-1);
            } else if (age < capacity) {
                assertThat(score).as("payment %d of age %d", i, age).isEqualTo(score(asked));
            } else {
                assertThat(score).isIn(-1, score(asked));
            }
            taken.add(asked);
        }
        assertThat(recent.take(-5)).isEqualTo(RecentScores.UNKNOWN);
    }

    @Test
    void shouldTakeTheLastOfTwoScores() {
        RecentScores recent = new RecentScores(2);
        recent.put(7, 0);
        recent.put(7, 999);

        assertThat(recent.take(7)).isEqualTo(999);
        assertThat(recent.take(7)).isEqualTo(RecentScores.UNKNOWN);
    }

    private static int score(long key) {
        return (int) Math.floorMod(key, 1_000L);
    }
}
