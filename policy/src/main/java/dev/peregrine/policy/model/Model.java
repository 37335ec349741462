package dev.peregrine.policy.model;

import java.util.List;

/**
 * A model as its file describes it. Immutable; any thread.
 *
 * <p>{@link #margins} is the definition of what the model says, in the order of operations and the
 * precision of the library that made it; what the engine runs is held against it.
 */
public sealed interface Model permits TreeModel, LinearModel, Scorecard, OnnxModel, OnlineModel {
    /** Names of the inputs, in the order of a row. */
    List<String> inputs();

    /** True when the input's values are categories: whole numbers from 0. */
    boolean isCategorical(int input);

    /** Number of margins: 1, or the number of classes. */
    int marginCount();

    /** How margins become predictions. */
    Link link();

    /**
     * Computes the margins of a row. Plain rather than fast.
     *
     * @param row the inputs; NaN for a missing one
     * @param margins gets {@link #marginCount} values from 0 on
     */
    void margins(double[] row, double[] margins);

    /** Names of what rules can read, margins first. */
    default List<String> outputs() {
        return link().outputs(marginCount());
    }
}
