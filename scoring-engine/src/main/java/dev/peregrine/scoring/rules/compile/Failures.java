package dev.peregrine.scoring.rules.compile;

import dev.peregrine.policy.expression.Expression;
import dev.peregrine.protocol.codec.AttributeType;

/** Tells which expressions can end in an error. */
final class Failures {
    private Failures() {}

    /** False only when the expression has a value for every transaction. */
    static boolean canFail(Expression expression) {
        if (expression instanceof Expression.Constant || expression instanceof Expression.Has) {
            return false;
        } else if (expression instanceof Expression.Field field) {
            return ValueEmitter.canBeMissing(field.field());
        } else if (expression instanceof Expression.Not not) {
            return canFail(not.operand());
        } else if (expression instanceof Expression.And and) {
            return canFail(and.left()) || canFail(and.right());
        } else if (expression instanceof Expression.Or or) {
            return canFail(or.left()) || canFail(or.right());
        } else if (expression instanceof Expression.Compare compare) {
            return canFail(compare.left()) || canFail(compare.right());
        } else if (expression instanceof Expression.In in) {
            return canFail(in.element());
        } else if (expression instanceof Expression.Listed listed) {
            return canFail(listed.element());
        } else if (expression instanceof Expression.TextTest test) {
            return canFail(test.text()) || canFail(test.part());
        } else if (expression instanceof Expression.Arithmetic arithmetic) {
            return arithmetic.type() == AttributeType.INTEGER
                    || canFail(arithmetic.left())
                    || canFail(arithmetic.right());
        } else if (expression instanceof Expression.Choice choice) {
            return canFail(choice.condition())
                    || canFail(choice.then())
                    || canFail(choice.otherwise());
        }
        return true;
    }
}
