package dev.peregrine.scoring.rules.compile;

import dev.peregrine.policy.FeatureSet;
import dev.peregrine.policy.condition.ConditionField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where compiled rules find what they read. */
final class InputSlots {
    private final Map<String, Integer> features = new HashMap<>();
    private final Map<ConditionField, Integer> fields = new LinkedHashMap<>();

    InputSlots(FeatureSet featureSet) {
        for (int i = 0; i < featureSet.features().size(); i++) {
            features.put(featureSet.features().get(i).name(), i);
        }
    }

    /** Place of a feature in the dense vector. */
    int ofFeature(String name) {
        return features.get(name);
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
