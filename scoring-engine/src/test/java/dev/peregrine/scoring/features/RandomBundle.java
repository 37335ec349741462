package dev.peregrine.scoring.features;

import dev.peregrine.policy.Aggregate;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyException;
import dev.peregrine.policy.PolicyLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A seeded bundle in files: every aggregate over every kind of window, each over an entity, with a
 * delay, a condition, a field and parts as chance has it; decayed aggregates; every field.
 */
final class RandomBundle {
    static final int LOYALTY = 1;
    static final int BASKET = 2;
    static final int WEIGHT = 3;
    static final int GIFT = 4;

    /** Of one seed's draw; the year end and changes of offset fall into the histories. */
    static final List<String> ZONES =
            List.of(
                    "Europe/Berlin",
                    "America/New_York",
                    "America/Sao_Paulo",
                    "Asia/Kathmandu",
                    "Pacific/Apia");

    static final List<String> LENGTHS = List.of("1s", "1m", "10m", "1h", "6h", "1d", "3d");
    private static final List<String> DELAYS = List.of("1s", "10m", "1h", "1d");
    private static final List<String> WHERE =
            List.of(
                    "tx.amount_minor > 5000",
                    "outcome.declined",
                    "outcome.known && !outcome.approved",
                    "outcome.response_code in ['05', '51'] || tx.channel == 'ecommerce'",
                    "tx.merchant_country != tx.issuer_country",
                    "has(tx.device) && attr.basket_size >= 3",
                    "attr.gift || tx.hour < 6",
                    "tx.merchant_category in [5411, 5999]",
                    "attr.weight < 2.5 && tx.currency == 'EUR'",
                    "!(tx.purpose == 'back_fill')",
                    "has(attr.loyalty_id) && attr.loyalty_id > 'L4'");
    private static final List<String> PARTS =
            List.of(
                    "[merchant]",
                    "[merchant_country]",
                    "[ip/24]",
                    "[ip]",
                    "[attr.loyalty_id]",
                    "[attr.gift, channel]",
                    "[card, currency]",
                    "[merchant_category, attr.basket_size]",
                    "[attr.weight]");
    private static final Map<String, String> KEYS = new LinkedHashMap<>();

    static {
        KEYS.put("card", "[card]");
        KEYS.put("merchant", "[merchant]");
        KEYS.put("card_merchant", "[card, merchant]");
        KEYS.put("net", "[ip/24]");
        KEYS.put("loyalty", "[attr.loyalty_id]");
        KEYS.put("device", "[device, channel]");
        KEYS.put("basket", "[attr.basket_size, currency]");
        KEYS.put("busy", "[merchant_category]");
    }

    private final SplittableRandom random;
    private final List<String> entities = List.copyOf(KEYS.keySet());
    private final Map<String, Boolean> unbounded = new LinkedHashMap<>();
    private final StringBuilder features = new StringBuilder();
    private int count;

    private RandomBundle(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Writes the bundle into a directory and loads it. */
    static PolicyBundle load(long seed, int version, Path dir) throws IOException, PolicyException {
        new RandomBundle(seed).write(version, dir);
        return PolicyLoader.load(dir);
    }

    /**
     * Two versions of a bundle over the same entities: some of the features of each are those of
     * the other. Both keep an entity's events for as long.
     */
    static List<PolicyBundle> loadVersions(long seed, Path dir)
            throws IOException, PolicyException {
        RandomBundle bundle = new RandomBundle(seed);
        bundle.addFeatures();
        List<String> features = bundle.features.toString().lines().toList();
        bundle.entities.forEach(entity -> bundle.unbounded.put(entity, true));
        String frame = bundle.frame() + bundle.anchors();
        List<PolicyBundle> versions = new ArrayList<>();
        for (int version = 1; version <= 2; version++) {
            StringBuilder some = new StringBuilder(frame);
            for (String feature : features) {
                if (bundle.random.nextInt(5) < 3) {
                    some.append(feature).append('\n');
                }
            }
            Path place = Files.createDirectories(dir.resolve("version-" + version));
            writeFrame(place, version, "native");
            Files.writeString(place.resolve("features.yaml"), some);
            versions.add(PolicyLoader.load(place));
        }
        return versions;
    }

    /** Features that reach as far as any: what is kept does not depend on the others. */
    private String anchors() {
        StringBuilder yaml = new StringBuilder();
        for (String entity : entities) {
            yaml.append("  - {name: reach_").append(entity).append(", aggregate: count, entity: ");
            yaml.append(entity).append(", window: {last: 1}, delay: 1d}\n");
            yaml.append("  - {name: ever_").append(entity).append(", aggregate: count, entity: ");
            yaml.append(entity).append(", window: forever}\n");
        }
        return yaml.toString();
    }

    private void write(int version, Path dir) throws IOException {
        addFeatures();
        writeFrame(dir, version, pick(List.of("refuse", "native")));
        Files.writeString(dir.resolve("features.yaml"), frame() + features);
    }

    private void addFeatures() {
        for (Aggregate aggregate : Aggregate.values()) {
            switch (aggregate.span()) {
                case WINDOW -> {
                    for (int kind = 0; kind < 6; kind++) {
                        windowed(aggregate, kind);
                    }
                    windowed(aggregate, random.nextInt(6));
                }
                case DECAY -> {
                    for (int i = 0; i < 3; i++) {
                        decayed(aggregate);
                    }
                }
                case NONE -> fields(aggregate);
            }
        }
    }

    private String frame() {
        return "lateness: "
                + pick(List.of("0s", "10m", "2h"))
                + "\nentities:\n"
                + entities()
                + "features:\n";
    }

    /** Writes everything but the features. */
    static void writeFrame(Path dir, int version, String missingRate) throws IOException {
        Files.createDirectories(dir);
        Files.writeString(
                dir.resolve("policy.yaml"),
                """
                name: random
                version: %d
                base_currency: EUR
                missing_rate: %s
                score: {base: 10, challenge: 300, review: 500, decline: 700}
                """
                        .formatted(version, missingRate));
        Files.writeString(
                dir.resolve("attributes.yaml"),
                """
                attributes:
                  - {id: 1, name: loyalty_id, type: string}
                  - {id: 2, name: basket_size, type: integer}
                  - {id: 3, name: weight, type: double}
                  - {id: 4, name: gift, type: boolean}
                """);
        Files.writeString(dir.resolve("zones.yaml"), zones());
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private String entities() {
        StringBuilder yaml = new StringBuilder();
        KEYS.forEach(
                (name, key) -> {
                    yaml.append("  ").append(name).append(": {key: ").append(key);
                    boolean crowded = random.nextInt(4) == 0;
                    yaml.append(crowded ? ", when_full: evict_oldest, capacity: " : ", capacity: ");
                    yaml.append(crowded ? pick(List.of(2, 6)).intValue() : 10_000);
                    yaml.append(", max_events: ").append(name.equals("busy") ? 40 : 100_000);
                    if (unbounded.getOrDefault(name, false)) {
                        yaml.append(", ttl: ").append(pick(List.of("36d", "50d")));
                    }
                    yaml.append("}\n");
                });
        return yaml.toString();
    }

    private void begin(Aggregate aggregate) {
        features.append("  - {name: f").append(count++).append(", aggregate: ");
        features.append(aggregate.externalName());
    }

    private void windowed(Aggregate aggregate, int kind) {
        begin(aggregate);
        String entity = pick(entities);
        features.append(", entity: ").append(entity).append(", window: ").append(window(kind));
        unbounded.merge(entity, kind >= 3, Boolean::logicalOr);
        boolean delayable =
                aggregate != Aggregate.FIRST_TIME
                        && aggregate != Aggregate.TIME_SINCE_LAST
                        && aggregate != Aggregate.SPEED
                        && kind != 4;
        if (delayable && random.nextInt(3) == 0) {
            features.append(", delay: ").append(pick(DELAYS));
        }
        arguments(aggregate);
    }

    private String window(int kind) {
        return switch (kind) {
            case 0 -> pick(LENGTHS);
            case 1 -> "{tumbling: " + pick(LENGTHS) + "}";
            case 2 ->
                    "{calendar: "
                            + pick(List.of("day", "day", "week", "month"))
                            + ", zone: "
                            + (random.nextInt(5) == 0 ? "UTC" : pick(ZONES))
                            + "}";
            case 3 -> "{last: " + pick(List.of(1, 2, 5, 20)) + "}";
            case 4 -> "{session: " + pick(LENGTHS) + "}";
            default -> "forever";
        };
    }

    private void decayed(Aggregate aggregate) {
        begin(aggregate);
        String entity = pick(entities);
        unbounded.put(entity, true);
        features.append(", entity: ").append(entity);
        features.append(", half_life: ").append(pick(LENGTHS.subList(2, LENGTHS.size())));
        arguments(aggregate);
    }

    private void arguments(Aggregate aggregate) {
        boolean parts = false;
        switch (aggregate.argument()) {
            case VALUE -> {
                if (random.nextInt(3) == 0) {
                    features.append(", field: attr.basket_size");
                } else if (random.nextInt(3) == 0
                        && aggregate != Aggregate.RATIO
                        && aggregate != Aggregate.Z_SCORE) {
                    features.append(", unit: major");
                }
            }
            case PARTS -> parts = true;
            case OPTIONAL_PARTS -> parts = random.nextInt(4) > 0;
            case NONE, CONDITION -> {}
        }
        if (parts) {
            features.append(", of: ").append(pick(PARTS));
            if (random.nextInt(3) == 0) {
                features.append(", max_distinct: ").append(pick(List.of(1, 2, 5)));
            }
        }
        boolean bare = aggregate.argument() == Aggregate.Argument.OPTIONAL_PARTS && !parts;
        if (aggregate.argument() == Aggregate.Argument.CONDITION
                || (!bare && random.nextInt(3) == 0)) {
            features.append(", where: \"").append(pick(WHERE)).append('"');
        }
        features.append("}\n");
    }

    private void fields(Aggregate aggregate) {
        for (String field :
                List.of(
                        "amount",
                        "amount_minor",
                        "hour",
                        "day_of_week",
                        "merchant_category",
                        "channel",
                        "attr.basket_size",
                        "attr.weight",
                        "attr.gift")) {
            begin(aggregate);
            features.append(", field: ").append(field);
            if (aggregate == Aggregate.IN_RANGE) {
                features.append(", from: 1, to: ").append(pick(List.of(1, 5, 5411)));
            }
            features.append("}\n");
        }
    }

    private static String zones() {
        StringBuilder yaml = new StringBuilder("zones:\n");
        Instant end = Instant.parse("2030-01-01T00:00:00Z");
        for (String name : ZONES) {
            var rules = ZoneId.of(name).getRules();
            Instant from = Instant.parse("2010-01-01T00:00:00Z");
            List<String> transitions = new ArrayList<>();
            String offset = offset(rules.getOffset(from).getId());
            ZoneOffsetTransition next = rules.nextTransition(from);
            while (next != null && next.getInstant().isBefore(end)) {
                transitions.add(
                        "      - {at: '"
                                + next.getInstant()
                                + "', offset: '"
                                + offset(next.getOffsetAfter().getId())
                                + "'}\n");
                next = rules.nextTransition(next.getInstant());
            }
            yaml.append("  ").append(name).append(":\n    offset: '").append(offset).append("'\n");
            if (!transitions.isEmpty()) {
                yaml.append("    transitions:\n").append(String.join("", transitions));
            }
        }
        return yaml.toString();
    }

    private static String offset(String id) {
        return id.equals("Z") ? "+00:00" : id;
    }
}
