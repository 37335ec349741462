package dev.peregrine.scoring.model;

import dev.peregrine.policy.model.Model;
import dev.peregrine.policy.model.TreeModel;

/**
 * Computes a model's margins for one row, bit by bit those of {@link Model#margins}. Allocates
 * nothing per row. One thread.
 */
public interface ModelScorer {
    /** A scorer with room of its own; of a model that learns, with the weights of the start. */
    static ModelScorer of(Model model) {
        return model instanceof TreeModel trees
                ? new TreeScorer(new TreeLayout(trees))
                : model::margins;
    }

    /**
     * Scores a row.
     *
     * @param row the inputs; NaN for a missing one
     * @param margins gets {@link Model#marginCount} values from 0 on
     */
    void margins(double[] row, double[] margins);
}
