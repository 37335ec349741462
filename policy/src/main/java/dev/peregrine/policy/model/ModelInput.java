package dev.peregrine.policy.model;

import dev.peregrine.policy.condition.ConditionField;
import java.util.List;

/**
 * Where a model's input comes from: a feature of the bundle, or a field of the transaction.
 * Booleans are 0 and 1; what is missing is NaN.
 *
 * @param name name in the model
 * @param feature name of the feature; null for a field
 * @param field field of {@code tx} or {@code attr}; null for a feature
 * @param categories for a text, the texts whose places from 0 are the input's values; another text
 *     is missing. Empty for anything else
 */
public record ModelInput(
        String name, String feature, ConditionField field, List<String> categories) {
    public ModelInput {
        categories = List.copyOf(categories);
    }
}
