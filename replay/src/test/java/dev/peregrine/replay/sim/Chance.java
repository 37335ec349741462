package dev.peregrine.replay.sim;

import java.util.SplittableRandom;

/** What happens by chance, from one seed; can be told to let nothing go wrong any more. */
final class Chance {
    private final SplittableRandom random;
    private boolean healed;

    Chance(long seed) {
        random = new SplittableRandom(seed);
    }

    /** From now on {@link #mishap} is always false. */
    void heal() {
        healed = true;
    }

    /** Whether something goes wrong that has a probability of so many in a thousand. */
    boolean mishap(int perMille) {
        return random.nextInt(1_000) < perMille && !healed;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** From 0 to the greatest, both included. */
    long upTo(long greatest) {
        return random.nextLong(greatest + 1);
    }
}
