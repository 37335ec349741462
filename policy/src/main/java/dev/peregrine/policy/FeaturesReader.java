package dev.peregrine.policy;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.peregrine.policy.yaml.YamlMapping;
import dev.peregrine.policy.yaml.YamlValue;
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
            PolicyReader.ordered("lateness", "added_features", "entities", "features");
    private static final Map<String, Boolean> STARTS = Map.of("warm", true, "cold", false);

    private final EntitiesReader entities;
    private final FeatureReader reader;
    private final List<FeatureSpec> features = new ArrayList<>();
    private final Map<String, CelType> fields = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new HashMap<>();
    private long latenessNs;
    private boolean addedStartWarm = true;

    private FeaturesReader(Vocabulary vocabulary) {
        entities = new EntitiesReader(new KeyPartsReader(vocabulary));
        reader = new FeatureReader(entities.entities(), vocabulary);
    }

    static FeaturesReader read(YamlValue root, Vocabulary vocabulary) {
        FeaturesReader reader = new FeaturesReader(vocabulary);
        root.mapping(KEYS).ifPresent(m -> reader.readFile(m.named(BundleFiles.FEATURES)));
        return reader;
    }

    /** Entities and features; complete only when no problem was told. */
    FeatureSet featureSet() {
        return new FeatureSet(latenessNs, addedStartWarm, entities.valid(), features);
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
        file.find("added_features")
                .flatMap(v -> v.choice("start of added features", STARTS))
                .ifPresent(warm -> addedStartWarm = warm);
        file.require("entities").flatMap(YamlValue::anyMapping).ifPresent(entities::read);
        file.require("features")
                .flatMap(v -> v.list("a feature", BundleLimits.MAX_FEATURES))
                .ifPresent(list -> list.forEach(this::readFeature));
        entities.requireTimeToLive(features);
    }

    private void readFeature(YamlValue value) {
        Optional<YamlMapping> mapping = value.mapping(FeatureKeys.ALL);
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
