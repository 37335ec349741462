package dev.peregrine.scoring.rules.compile;

import dev.peregrine.policy.FeatureSet;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.condition.ConditionField;
import dev.peregrine.policy.expression.Expression;
import dev.peregrine.scoring.model.ModelPlaces;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Where compiled rules find what they read. */
final class InputSlots {
    private final Map<String, Integer> features = new HashMap<>();
    private final Map<ConditionField, Integer> fields = new LinkedHashMap<>();

    private final Set<String> models = new TreeSet<>();
    private final ModelPlaces modelPlaces;

    InputSlots(PolicyBundle bundle) {
        this(bundle.features(), new ModelPlaces(bundle));
    }

    /** Without models. */
    InputSlots(FeatureSet featureSet) {
        this(featureSet, null);
    }

    private InputSlots(FeatureSet featureSet, ModelPlaces places) {
        modelPlaces = places;
        for (int i = 0; i < featureSet.features().size(); i++) {
            features.put(featureSet.features().get(i).name(), i);
        }
    }

    /** Place of a feature in the dense vector. */
    int ofFeature(String name) {
        return features.get(name);
    }

    /** Place of a model's output behind the features. */
    int ofOutput(Expression.ModelOutput output) {
        models.add(output.model());
        return modelPlaces.of(output.model(), output.output());
    }

    /** Models whose outputs were asked for. */
    Set<String> models() {
        return models;
    }

    /** Slot of a field among {@link #fields}; a new one for a field that was not asked for yet. */
    int ofField(ConditionField field) {
        return fields.computeIfAbsent(field, f -> fields.size());
    }

    /** What was asked for, by slot. */
    List<ConditionField> fields() {
        return new ArrayList<>(fields.keySet());
    }
}
