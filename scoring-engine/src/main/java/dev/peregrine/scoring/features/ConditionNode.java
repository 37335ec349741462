package dev.peregrine.scoring.features;

/** A compiled condition: true, false or an error, as in CEL. */
@FunctionalInterface
interface ConditionNode {
    int FALSE = 0;
    int TRUE = 1;
    int ERROR = 2;

    /** {@link #FALSE}, {@link #TRUE} or {@link #ERROR}. */
    int evaluate(TransactionView transaction, OutcomeView outcome);

    static int of(boolean value) {
        return value ? TRUE : FALSE;
    }

    /** False when one side is, else an error when one side is. */
    static ConditionNode and(ConditionNode left, ConditionNode right) {
        return (transaction, outcome) -> {
            int first = left.evaluate(transaction, outcome);
            if (first == FALSE) {
                return FALSE;
            }
            int second = right.evaluate(transaction, outcome);
            return second == FALSE ? FALSE : Math.max(first, second);
        };
    }

    /** True when one side is, else an error when one side is. */
    static ConditionNode or(ConditionNode left, ConditionNode right) {
        return (transaction, outcome) -> {
            int first = left.evaluate(transaction, outcome);
            if (first == TRUE) {
                return TRUE;
            }
            int second = right.evaluate(transaction, outcome);
            return second == TRUE ? TRUE : Math.max(first, second);
        };
    }

    static ConditionNode not(ConditionNode operand) {
        return (transaction, outcome) -> {
            int value = operand.evaluate(transaction, outcome);
            return value == ERROR ? ERROR : TRUE - value;
        };
    }
}
