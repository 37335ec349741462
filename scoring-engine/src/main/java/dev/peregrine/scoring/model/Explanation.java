package dev.peregrine.scoring.model;

import dev.peregrine.policy.model.ModelInput;
import java.util.List;

/**
 * Why a model says what it says of one payment: base + contributions = margin, to 1e-9 relative to
 * the greatest of them.
 *
 * @param method {@code tree_shap}: Shapley values; {@code linear}: terms of a linear model or bins
 *     of a scorecard, which are exact
 * @param base the margin when nothing is known; of XGBoost, whose sums are of single precision,
 *     with their rounding
 * @param margin what the model says
 * @param contributions in the order of the model's inputs
 */
public record Explanation(
        String method, double base, double margin, List<Contribution> contributions) {
    public Explanation {
        contributions = List.copyOf(contributions);
    }

    /**
     * What an input adds.
     *
     * @param input the model's
     * @param value what it was; NaN for a missing one
     * @param amount in the margin's unit
     */
    public record Contribution(ModelInput input, double value, double amount) {}
}
