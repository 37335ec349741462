package dev.peregrine.scoring.features;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Entity types with room for fewer entities, and entities with room for fewer events, than the
 * histories have: who goes, who is refused, what those remember that come again, and what is left
 * of events that went. {@code -Dperegrine.test.seed=N} sets the first seed.
 */
@Timeout(600)
class EvictionPropertyTest {
    private static final long FIRST_SEED = Long.getLong("peregrine.test.seed", 1);
    private static final long SEEDS = Long.getLong("peregrine.test.seeds", 8);
    private static final int EVENTS_OF_A_SEED = 2_500;
    private static final List<String> KEYS =
            List.of("[card]", "[merchant]", "[card, merchant]", "[ip/24]", "[device, channel]");
    private static final List<String> KEPT =
            List.of(
                    "aggregate: count, window: 10m",
                    "aggregate: sum, window: 1h, delay: 10m",
                    "aggregate: time_since_first, window: {tumbling: 6h}",
                    "aggregate: distinct, window: 6h, of: [merchant_country], max_distinct: 2",
                    "aggregate: label_rate, window: 3d",
                    "aggregate: mean, window: {calendar: day, zone: UTC}");
    private static final List<String> SHORT = KEPT.subList(0, 3);
    private static final List<String> KEPT_FOR_LONG =
            List.of(
                    "aggregate: count, window: forever",
                    "aggregate: sum, window: forever, delay: 1h",
                    "aggregate: max, window: forever, where: outcome.declined",
                    "aggregate: min, window: forever, delay: 1s",
                    "aggregate: first, window: forever",
                    "aggregate: last, window: forever",
                    "aggregate: stddev, window: forever, field: attr.basket_size",
                    "aggregate: distinct, window: forever, of: [card, currency]",
                    "aggregate: top_share, window: forever, of: [merchant], max_distinct: 3",
                    "aggregate: label_rate, window: forever",
                    "aggregate: decayed_count, half_life: 6h",
                    "aggregate: decayed_sum, half_life: 1h, where: tx.amount_minor > 5000",
                    "aggregate: mean, window: {last: 3}",
                    "aggregate: count, window: {session: 10m}");

    @TempDir private Path directory;

    @Test
    void shouldForgetWhatTheyAreDefinedToForget() throws Exception {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            Map<Integer, PolicyBundle> bundles =
                    Map.of(1, bundle(2 * seed, 1), 2, bundle(2 * seed + 1, 2));
            HistoryCheck.check(seed, bundles, RandomHistory.of(seed, EVENTS_OF_A_SEED));
        }
    }

    private PolicyBundle bundle(long seed, int version) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder entities = new StringBuilder();
        StringBuilder features = new StringBuilder();
        int refusing = random.nextInt(2 * KEYS.size());
        for (int e = 0; e < KEYS.size(); e++) {
            boolean ttl = e != refusing && random.nextBoolean();
            entities.append("  e").append(e).append(": {key: ").append(KEYS.get(e));
            entities.append(", capacity: ").append((e == refusing ? 8 : 1) + random.nextInt(6));
            entities.append(", when_full: ").append(e == refusing ? "refuse" : "evict_oldest");
            entities.append(", max_events: ").append(random.nextInt(3) == 0 ? 3 : 12);
            entities.append(ttl ? ", ttl: " + (4 + 5 * random.nextInt(2)) + "d" : "");
            entities.append("}\n");
            List<String> kept = e != refusing && random.nextBoolean() ? KEPT : SHORT;
            for (int f = 0; f < 8; f++) {
                List<String> from = ttl && random.nextInt(3) > 0 ? KEPT_FOR_LONG : kept;
                features.append("  - {name: f").append(e).append('_').append(f);
                features.append(", entity: e").append(e).append(", ");
                features.append(from.get(random.nextInt(from.size()))).append("}\n");
            }
        }
        Path bundle = Files.createDirectories(directory.resolve(seed + "-" + version));
        RandomBundle.writeFrame(bundle, version, "native");
        Files.writeString(
                bundle.resolve("features.yaml"),
                "lateness: 10m\nentities:\n" + entities + "features:\n" + features);
        return PolicyLoader.load(bundle);
    }
}
