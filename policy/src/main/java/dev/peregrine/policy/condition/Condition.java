package dev.peregrine.policy.condition;

import java.util.List;

/**
 * A condition on a transaction and its outcome: what is left of a {@code where:} after CEL's
 * checker. Equal by value.
 *
 * <p>It holds, does not hold, or ends in an error, as in CEL: reading a missing value is an error;
 * {@code &&} and {@code ||} absorb an error where their other side decides, on whichever side it
 * is; {@code !} keeps it. A condition that ends in an error does not hold.
 */
public sealed interface Condition {
    record And(Condition left, Condition right) implements Condition {}

    record Or(Condition left, Condition right) implements Condition {}

    record Not(Condition operand) implements Condition {}

    /**
     * A comparison. Both sides are texts, both booleans, or both numbers; a whole number and a
     * decimal one are compared as CEL compares them.
     */
    record Compare(ConditionField left, Comparison comparison, Operand right)
            implements Condition {}

    /** The field equals one of the literals. */
    record In(ConditionField field, List<Literal> literals) implements Condition {
        public In {
            literals = List.copyOf(literals);
        }
    }

    /** The field is there. Never an error. */
    record Has(ConditionField field) implements Condition {}

    /** A field of type boolean is true. */
    record BoolField(ConditionField field) implements Condition {}

    record Constant(boolean value) implements Condition {}
}
