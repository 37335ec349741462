package dev.peregrine.policy;

import dev.peregrine.policy.yaml.YamlMapping;
import dev.peregrine.policy.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the entities of {@code features.yaml}. One with a mistake keeps its name, so that features
 * which use it are not called wrong as well.
 */
final class EntitiesReader {
    private static final Set<String> KEYS =
            PolicyReader.ordered("key", "capacity", "max_events", "ttl", "when_full");
    private static final Map<String, WhenFull> WHEN_FULL =
            Names.byName(WhenFull.values(), WhenFull::externalName);

    private final KeyPartsReader keyParts;
    private final Map<String, Optional<EntitySpec>> entities = new LinkedHashMap<>();
    private final Map<String, YamlMapping> places = new LinkedHashMap<>();

    EntitiesReader(KeyPartsReader keyParts) {
        this.keyParts = keyParts;
    }

    /** Entities by name; empty for one with a mistake. */
    Map<String, Optional<EntitySpec>> entities() {
        return entities;
    }

    /** Entities without a mistake, in order of the file. */
    List<EntitySpec> valid() {
        return entities.values().stream().flatMap(Optional::stream).toList();
    }

    void read(YamlMapping mapping) {
        if (mapping.keys().size() > BundleLimits.MAX_ENTITIES) {
            mapping.problem("more than " + BundleLimits.MAX_ENTITIES + " entities");
        }
        for (String name : mapping.keys()) {
            if (!Names.isIdentifier(name)) {
                mapping.problemAt(
                        name,
                        "entity name '"
                                + name
                                + "' is no name: it must be a letter, then letters, digits or _");
            }
            entities.put(
                    name,
                    mapping.find(name).flatMap(v -> v.mapping(KEYS)).flatMap(m -> read(name, m)));
        }
    }

    private Optional<EntitySpec> read(String name, YamlMapping mapping) {
        YamlMapping entity = mapping.named("entity '" + name + "'");
        places.put(name, entity);
        var key = keyParts.read(entity, "key", "the key of " + entity.name());
        var capacity =
                entity.require("capacity").flatMap(v -> v.integer(1, BundleLimits.MAX_CAPACITY));
        var maxEvents =
                entity.require("max_events").flatMap(v -> v.integer(1, BundleLimits.MAX_EVENTS));
        var ttl =
                orElse(
                        entity.find("ttl"),
                        0L,
                        v -> v.durationNs(BundleLimits.MIN_SPAN_NS, BundleLimits.MAX_SPAN_NS));
        var whenFull =
                orElse(
                        entity.find("when_full"),
                        WhenFull.REFUSE,
                        v -> v.choice("when_full", WHEN_FULL));
        if (key.isEmpty()
                || capacity.isEmpty()
                || maxEvents.isEmpty()
                || ttl.isEmpty()
                || whenFull.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new EntitySpec(
                        name,
                        key.get(),
                        capacity.get(),
                        maxEvents.get(),
                        ttl.get(),
                        whenFull.get()));
    }

    private static <T> Optional<T> orElse(
            Optional<YamlValue> value, T whenMissing, Function<YamlValue, Optional<T>> read) {
        return value.isEmpty() ? Optional.of(whenMissing) : read.apply(value.get());
    }

    /** Tells entities that would not be kept for as long as a feature needs them. */
    void requireTimeToLive(List<FeatureSpec> features) {
        for (EntitySpec entity : valid()) {
            features.stream()
                    .filter(feature -> entity.name().equals(feature.entity()))
                    .filter(feature -> isTooShort(entity.ttlNs(), feature.window()))
                    .findFirst()
                    .ifPresent(feature -> tell(entity, feature));
        }
    }

    private static boolean isTooShort(long ttlNs, Window window) {
        return ttlNs == 0
                ? window == null || !window.bounded()
                : window != null && ttlNs < window.reachNs();
    }

    private void tell(EntitySpec entity, FeatureSpec feature) {
        YamlMapping place = places.get(entity.name());
        if (entity.ttlNs() == 0) {
            place.problem(
                    "missing key 'ttl' in "
                            + place.name()
                            + ": feature '"
                            + feature.name()
                            + "' would keep its events without end");
        } else {
            place.problemAt(
                    "ttl",
                    "'ttl' of "
                            + place.name()
                            + " is shorter than feature '"
                            + feature.name()
                            + "' reaches");
        }
    }
}
