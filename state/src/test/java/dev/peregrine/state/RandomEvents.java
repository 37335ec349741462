package dev.peregrine.state;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Seeded draws of entities, times and targets for the stores' property tests. */
public final class RandomEvents {
    /** What names an event in the store. */
    public record Target(long keyHigh, long keyLow, long timeNs, long eventKey) {}

    private static final int REMEMBERED = 4096;
    private static final List<LabelState> LABELS = List.of(LabelState.values());

    private final SplittableRandom random;
    private final int entities;
    private final long retentionNs;
    private final List<Target> targets = new ArrayList<>();
    private long nextEventKey;
    private long watermarkNs = 1_000_000;

    public RandomEvents(long seed, int entities, long retentionNs) {
        random = new SplittableRandom(seed);
        this.entities = entities;
        this.retentionNs = retentionNs;
    }

    public long watermarkNs() {
        return watermarkNs;
    }

    public int nextInt(int bound) {
        return random.nextInt(bound);
    }

    /** Lets time pass: mostly none or little, now and then a rest longer than the retention. */
    public void pass() {
        int choice = random.nextInt(1000);
        if (choice < 500) {
            watermarkNs += random.nextInt(4);
        } else if (choice < 502) {
            watermarkNs += random.nextLong(retentionNs / 2);
        } else if (choice == 502) {
            watermarkNs += retentionNs + random.nextLong(retentionNs);
        }
    }

    /** A new event: in order, a little late, early, tied, or a back-fill of any age allowed. */
    public Target nextEvent() {
        int choice = random.nextInt(100);
        long timeNs;
        if (choice < 55) {
            timeNs = watermarkNs;
        } else if (choice < 80) {
            timeNs = watermarkNs - random.nextInt(20);
        } else if (choice < 85) {
            timeNs = watermarkNs + random.nextInt(10);
        } else if (choice < 95 && !targets.isEmpty()) {
            timeNs = nextTarget().timeNs;
        } else {
            timeNs = watermarkNs - random.nextLong(retentionNs);
        }
        timeNs = Math.max(timeNs, watermarkNs - retentionNs + 1);
        long eventKey = nextEventKey++ ^ (random.nextInt(4) * 0x10000000L);
        Target entity = entity();
        Target target = new Target(entity.keyHigh, entity.keyLow, timeNs, eventKey);
        if (targets.size() < REMEMBERED) {
            targets.add(target);
        } else {
            targets.set(random.nextInt(REMEMBERED), target);
        }
        return target;
    }

    /** An event added before, perhaps gone by now; or rarely one that never was. */
    public Target nextTarget() {
        if (targets.isEmpty() || random.nextInt(50) == 0) {
            Target entity = entity();
            return new Target(entity.keyHigh, entity.keyLow, watermarkNs, -1);
        }
        return targets.get(random.nextInt(targets.size()));
    }

    /** An amount, often small, sometimes nothing. */
    public long nextAmount() {
        return random.nextInt(10) == 0 ? 0 : random.nextLong(1L << random.nextInt(1, 40));
    }

    public LabelState nextLabel() {
        return LABELS.get(random.nextInt(LABELS.size()));
    }

    /** Zipf-like: entity i is drawn about 1/i as often as the first. */
    private Target entity() {
        int rank = (int) Math.pow(entities, random.nextDouble());
        return new Target(rank * 0x5DEECE66DL, rank * 31L, 0, 0);
    }
}
