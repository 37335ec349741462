package dev.peregrine.policy.model;

import dev.peregrine.policy.condition.ConditionField;
import java.util.List;

/**
 * Where a model's input comes from: a feature of the bundle, a field of the transaction, or what
 * another model says. Booleans are 0 and 1; what is missing is NaN.
 *
 * @param name name in the model
 * @param feature name of the feature; otherwise null
 * @param field field of {@code tx} or {@code attr}; otherwise null
 * @param categories for a text, the texts whose places from 0 are the input's values; another text
 *     is missing. Empty for anything else
 * @param output output of another model; otherwise null
 */
public record ModelInput(
        String name, String feature, ConditionField field, List<String> categories, Output output) {
    /**
     * What another model says.
     *
     * @param model its id
     * @param name of its outputs
     */
    public record Output(String model, String name) {}

    /** A feature or a field. */
    public ModelInput(String name, String feature, ConditionField field, List<String> categories) {
        this(name, feature, field, categories, null);
    }

    public ModelInput {
        categories = List.copyOf(categories);
    }
}
