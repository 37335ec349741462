package dev.peregrine.policy.model;

import java.util.List;

/**
 * What an answer says when some of a model's inputs raised the score: one reason for all of them,
 * whose contribution is the sum of theirs.
 *
 * @param code reason code in the answer
 * @param text plain sentence in the answer
 * @param inputs indexes of the inputs in the model's order; an input belongs to one reason at most
 */
public record ModelReason(String code, String text, List<Integer> inputs) {
    public ModelReason {
        inputs = List.copyOf(inputs);
    }
}
