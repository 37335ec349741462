package dev.peregrine.policy;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.peregrine.policy.yaml.YamlMapping;
import dev.peregrine.policy.yaml.YamlValue;
import dev.peregrine.protocol.KeyField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code features.yaml}. A feature with a mistake keeps its name, so that rules which use it
 * are not called wrong as well.
 */
final class FeaturesReader {
    private static final Set<String> KEYS =
            PolicyReader.ordered("lateness", "entities", "features");
    private static final Set<String> ENTITY_KEYS =
            PolicyReader.ordered("key", "capacity", "max_events");
    private static final Map<String, KeyField> KEY_FIELDS =
            Names.byName(KeyField.values(), KeyField::externalName);

    private final Map<String, EntitySpec> entities = new LinkedHashMap<>();
    private final List<FeatureSpec> features = new ArrayList<>();
    private final Map<String, CelType> fields = new LinkedHashMap<>();
    private long latenessNs;

    private FeaturesReader() {}

    static FeaturesReader read(YamlValue root) {
        FeaturesReader reader = new FeaturesReader();
        root.mapping(KEYS).ifPresent(m -> reader.readFile(m.named(BundleFiles.FEATURES)));
        return reader;
    }

    /** Entities and features; complete only when no problem was told. */
    FeatureSet featureSet() {
        return new FeatureSet(latenessNs, List.copyOf(entities.values()), features);
    }

    /** Types of all named features; {@code dyn} for one with a mistake. */
    Map<String, CelType> fields() {
        return fields;
    }

    private void readFile(YamlMapping file) {
        latenessNs =
                file.require("lateness")
                        .flatMap(v -> v.durationNs(0, BundleLimits.MAX_SPAN_NS))
                        .orElse(0L);
        Map<String, Optional<EntitySpec>> named = new LinkedHashMap<>();
        file.require("entities")
                .flatMap(YamlValue::anyMapping)
                .ifPresent(mapping -> readEntities(mapping, named));
        named.forEach((name, entity) -> entity.ifPresent(e -> entities.put(name, e)));
        Map<String, Integer> lines = new HashMap<>();
        FeatureReader reader = new FeatureReader(named.keySet());
        file.require("features")
                .flatMap(v -> v.list("a feature", BundleLimits.MAX_FEATURES))
                .ifPresent(list -> list.forEach(v -> readFeature(v, reader, lines)));
    }

    private static void readEntities(YamlMapping mapping, Map<String, Optional<EntitySpec>> named) {
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
            named.put(name, mapping.find(name).flatMap(v -> readEntity(name, v)));
        }
    }

    private static Optional<EntitySpec> readEntity(String name, YamlValue value) {
        Optional<YamlMapping> mapping = value.mapping(ENTITY_KEYS);
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        YamlMapping entity = mapping.get().named("entity '" + name + "'");
        List<KeyField> key =
                entity.require("key")
                        .flatMap(v -> v.list("a key field", KeyField.values().length))
                        .map(list -> readKey(entity, list))
                        .orElse(List.of());
        var capacity =
                entity.require("capacity").flatMap(v -> v.integer(1, BundleLimits.MAX_CAPACITY));
        var maxEvents =
                entity.require("max_events").flatMap(v -> v.integer(1, BundleLimits.MAX_EVENTS));
        if (key.isEmpty() || capacity.isEmpty() || maxEvents.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new EntitySpec(
                        name,
                        key.stream().map(KeyPart::of).toList(),
                        capacity.get(),
                        maxEvents.get(),
                        0,
                        WhenFull.REFUSE));
    }

    private static List<KeyField> readKey(YamlMapping entity, List<YamlValue> values) {
        if (values.isEmpty()) {
            entity.problemAt("key", "the key of " + entity.name() + " has no field");
        }
        List<KeyField> key = new ArrayList<>();
        for (YamlValue value : values) {
            value.choice("key field", KEY_FIELDS)
                    .ifPresent(
                            field -> {
                                if (key.contains(field)) {
                                    value.problem(
                                            "key field '"
                                                    + field.externalName()
                                                    + "' is there twice");
                                } else {
                                    key.add(field);
                                }
                            });
        }
        return key;
    }

    private void readFeature(YamlValue value, FeatureReader reader, Map<String, Integer> lines) {
        Optional<YamlMapping> mapping = value.mapping(FeatureReader.KEYS);
        if (mapping.isEmpty()) {
            return;
        }
        YamlMapping feature = mapping.get().named("the feature");
        Optional<YamlValue> nameValue = feature.require("name");
        Optional<String> name = nameValue.flatMap(v -> Names.identifier(v, "feature name"));
        name.ifPresent(n -> feature.named("feature '" + n + "'"));
        Optional<FeatureSpec> spec = reader.read(name.orElse("?"), feature);
        if (name.isEmpty()) {
            return;
        }
        Integer first = lines.putIfAbsent(name.get(), value.line());
        if (first != null) {
            nameValue
                    .get()
                    .problem("duplicate feature '" + name.get() + "', first in line " + first);
            return;
        }
        fields.put(name.get(), SimpleType.DYN);
        spec.ifPresent(
                s -> {
                    features.add(s);
                    fields.putAll(CelVariables.featureFields(List.of(s)));
                });
    }
}
