package dev.peregrine.scoring.features;

import dev.peregrine.policy.TransactionVariable;
import dev.peregrine.policy.condition.Comparison;
import dev.peregrine.policy.condition.Condition;
import dev.peregrine.policy.condition.ConditionField;
import dev.peregrine.policy.condition.Literal;
import dev.peregrine.policy.condition.Operand;
import dev.peregrine.protocol.codec.AttributeType;
import java.util.List;

/** Turns a {@link Condition} into nodes with registers for the values it reads. */
final class ConditionCompiler {
    private ConditionCompiler() {}

    static ConditionNode compile(Condition condition) {
        if (condition instanceof Condition.And and) {
            return ConditionNode.and(compile(and.left()), compile(and.right()));
        }
        if (condition instanceof Condition.Or or) {
            return ConditionNode.or(compile(or.left()), compile(or.right()));
        }
        if (condition instanceof Condition.Not not) {
            return ConditionNode.not(compile(not.operand()));
        }
        if (condition instanceof Condition.Compare compare) {
            return compare(compare);
        }
        if (condition instanceof Condition.In in) {
            return in(in.field(), in.literals());
        }
        if (condition instanceof Condition.Has has) {
            ValueRegister value = FieldRegisters.of(has.field());
            return (transaction, outcome) -> ConditionNode.of(value.load(transaction, outcome));
        }
        if (condition instanceof Condition.BoolField field) {
            ValueRegister value = FieldRegisters.of(field.field());
            return (transaction, outcome) ->
                    value.load(transaction, outcome)
                            ? ConditionNode.of(value.integer != 0)
                            : ConditionNode.ERROR;
        }
        int constant = ConditionNode.of(((Condition.Constant) condition).value());
        return (transaction, outcome) -> constant;
    }

    private static ConditionNode compare(Condition.Compare compare) {
        Comparison comparison = compare.comparison();
        if (isIp(compare.left())) {
            ConditionNode equal = in(compare.left(), List.of((Literal) compare.right()));
            return comparison == Comparison.EQUAL ? equal : ConditionNode.not(equal);
        }
        ValueRegister left = register(compare.left());
        ValueRegister right = register(compare.right());
        ValueOrder order = ValueOrder.of(compare.left().type(), compare.right().type());
        return (transaction, outcome) ->
                left.load(transaction, outcome) && right.load(transaction, outcome)
                        ? ConditionNode.of(comparison.holds(order.compare(left, right)))
                        : ConditionNode.ERROR;
    }

    private static ValueRegister register(Operand operand) {
        return operand instanceof Literal literal
                ? ValueRegister.constant(literal)
                : FieldRegisters.of((ConditionField) operand);
    }

    private static boolean isIp(ConditionField field) {
        return field instanceof ConditionField.OfTransaction of
                && of.variable() == TransactionVariable.IP;
    }

    private static ConditionNode in(ConditionField field, List<Literal> literals) {
        ValueRegister value = FieldRegisters.of(field);
        if (isIp(field)) {
            IpLiterals addresses = new IpLiterals(literals);
            return (transaction, outcome) ->
                    value.load(transaction, outcome)
                            ? ConditionNode.of(addresses.contain(transaction))
                            : ConditionNode.ERROR;
        }
        AttributeType type = field.type();
        ValueOrder order = ValueOrder.of(type, type);
        ValueRegister[] constants =
                literals.stream().map(ValueRegister::constant).toArray(ValueRegister[]::new);
        return (transaction, outcome) -> {
            if (!value.load(transaction, outcome)) {
                return ConditionNode.ERROR;
            }
            for (ValueRegister constant : constants) {
                if (order.compare(value, constant) == 0) {
                    return ConditionNode.TRUE;
                }
            }
            return ConditionNode.FALSE;
        };
    }
}
