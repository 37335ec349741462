package dev.peregrine.scoring.rules;

import dev.peregrine.policy.FeatureSet;
import dev.peregrine.policy.FeatureType;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The dense vector as CEL's {@code features}: by name, boxed when asked for, absent when missing.
 * One thread.
 */
final class FeatureVariables extends AbstractMap<String, Object> {
    private final Map<String, Integer> places = new HashMap<>();
    private final FeatureType[] types;
    private double[] vector;

    FeatureVariables(FeatureSet features) {
        types = new FeatureType[features.features().size()];
        for (int i = 0; i < types.length; i++) {
            types[i] = features.features().get(i).type();
            places.put(features.features().get(i).name(), i);
        }
    }

    void wrap(double[] features) {
        vector = features;
    }

    @Override
    public Object get(Object name) {
        Integer place = places.get(name);
        if (place == null || Double.isNaN(vector[place])) {
            return null;
        }
        double value = vector[place];
        return switch (types[place]) {
            case INTEGER -> (long) value;
            case DOUBLE -> value;
            case BOOLEAN -> value != 0;
        };
    }

    @Override
    public boolean containsKey(Object name) {
        return get(name) != null;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        Set<Entry<String, Object>> entries = new LinkedHashSet<>();
        places.keySet().stream()
                .sorted()
                .filter(this::containsKey)
                .forEach(name -> entries.add(Map.entry(name, get(name))));
        return entries;
    }
}
