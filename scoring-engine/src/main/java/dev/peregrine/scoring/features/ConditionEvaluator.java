package dev.peregrine.scoring.features;

import dev.peregrine.policy.condition.Condition;

/**
 * A condition ready to be tested. One thread: the values it compares lie in its own registers.
 * Allocates nothing after compilation.
 */
public final class ConditionEvaluator {
    private final ConditionNode root;

    private ConditionEvaluator(ConditionNode root) {
        this.root = root;
    }

    /** Compiles a condition of a valid bundle. */
    public static ConditionEvaluator compile(Condition condition) {
        return new ConditionEvaluator(ConditionCompiler.compile(condition));
    }

    /**
     * Whether the condition holds; false as well when it ends in an error, as reading a missing
     * value is one.
     *
     * @param transaction wrapped around a well-formed message
     * @param outcome what is known of the transaction's outcome
     */
    public boolean test(TransactionView transaction, OutcomeView outcome) {
        return root.evaluate(transaction, outcome) == ConditionNode.TRUE;
    }
}
