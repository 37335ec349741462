package dev.peregrine.scoring.model;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.model.ModelSpec;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the outputs of a bundle's models lie: behind the features in the vector that rules read,
 * model by model. Immutable.
 */
public final class ModelPlaces {
    private final Map<String, Integer> first = new HashMap<>();
    private final Map<String, ModelSpec> models = new HashMap<>();
    private final int size;

    public ModelPlaces(PolicyBundle bundle) {
        int place = bundle.features().features().size();
        for (ModelSpec model : bundle.models()) {
            first.put(model.id(), place);
            models.put(model.id(), model);
            place += model.model().outputs().size();
        }
        size = place;
    }

    /** Place of a model's first output. */
    int first(String model) {
        return first.get(model);
    }

    /** Place of an output. */
    public int of(String model, String output) {
        return first.get(model) + models.get(model).model().outputs().indexOf(output);
    }

    /** Length of a vector that holds the features and all outputs. */
    public int size() {
        return size;
    }
}
