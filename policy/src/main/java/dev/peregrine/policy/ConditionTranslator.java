package dev.peregrine.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.Operator;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.peregrine.policy.condition.Comparison;
import dev.peregrine.policy.condition.Condition;
import dev.peregrine.policy.condition.ConditionField;
import dev.peregrine.policy.condition.Literal;
import dev.peregrine.policy.condition.Operand;
import dev.peregrine.policy.condition.OutcomeVariable;
import dev.peregrine.policy.expression.ExpressionPlaces;
import dev.peregrine.policy.yaml.LocatedText;
import dev.peregrine.protocol.codec.AttributeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a checked expression into a {@link Condition}. What a condition cannot say is told at its
 * place. One use.
 */
final class ConditionTranslator {
    private static final Map<String, Comparison> COMPARISONS =
            Map.of(
                    Operator.EQUALS.getFunction(), Comparison.EQUAL,
                    Operator.NOT_EQUALS.getFunction(), Comparison.NOT_EQUAL,
                    Operator.LESS.getFunction(), Comparison.LESS,
                    Operator.LESS_EQUALS.getFunction(), Comparison.LESS_OR_EQUAL,
                    Operator.GREATER.getFunction(), Comparison.GREATER,
                    Operator.GREATER_EQUALS.getFunction(), Comparison.GREATER_OR_EQUAL);

    private final Vocabulary vocabulary;
    private final LocatedText text;
    private final CelAbstractSyntaxTree ast;

    ConditionTranslator(Vocabulary vocabulary, LocatedText text, CelAbstractSyntaxTree ast) {
        this.vocabulary = vocabulary;
        this.text = text;
        this.ast = ast;
    }

    /** The condition; empty after a problem, told now or where an attribute is defined. */
    Optional<Condition> translate() {
        try {
            return Optional.of(condition(ast.getExpr()));
        } catch (UnsupportedException e) {
            if (e.expr != null) {
                text.problem(
                        ExpressionPlaces.offset(ast, e.expr),
                        "not supported in where: " + e.getMessage());
            }
            return Optional.empty();
        }
    }

    /** Leaves the translation; without an expression when the problem is told elsewhere. */
    private static final class UnsupportedException extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient CelExpr expr;

        UnsupportedException(CelExpr expr, String what) {
            super(what);
            this.expr = expr;
        }
    }

    private Condition condition(CelExpr expr) throws UnsupportedException {
        return switch (expr.getKind()) {
            case CONSTANT -> new Condition.Constant(expr.constant().booleanValue());
            case SELECT ->
                    expr.select().testOnly()
                            ? new Condition.Has(field(expr))
                            : new Condition.BoolField(field(expr));
            case CALL -> call(expr, expr.call().function(), expr.call().args());
            default -> throw unsupported(expr);
        };
    }

    private Condition call(CelExpr expr, String function, List<CelExpr> args)
            throws UnsupportedException {
        if (function.equals(Operator.LOGICAL_AND.getFunction())) {
            return new Condition.And(condition(args.get(0)), condition(args.get(1)));
        }
        if (function.equals(Operator.LOGICAL_OR.getFunction())) {
            return new Condition.Or(condition(args.get(0)), condition(args.get(1)));
        }
        if (function.equals(Operator.LOGICAL_NOT.getFunction())) {
            return new Condition.Not(condition(args.get(0)));
        }
        if (function.equals(Operator.IN.getFunction())) {
            return in(args.get(0), args.get(1));
        }
        Comparison comparison = COMPARISONS.get(function);
        if (comparison == null) {
            throw unsupported(expr);
        }
        return compare(expr, comparison, operand(args.get(0)), operand(args.get(1)));
    }

    private static Condition compare(
            CelExpr expr, Comparison comparison, Operand left, Operand right)
            throws UnsupportedException {
        boolean equality = comparison == Comparison.EQUAL || comparison == Comparison.NOT_EQUAL;
        boolean fields = left instanceof ConditionField && right instanceof ConditionField;
        if ((isIp(left) || isIp(right)) && (fields || !equality)) {
            throw new UnsupportedException(
                    expr, "tx.ip compares by == and != with a text, or by in with a list");
        }
        if (left instanceof ConditionField field) {
            return new Condition.Compare(field, comparison, right);
        }
        if (right instanceof ConditionField field) {
            return new Condition.Compare(field, comparison.mirrored(), left);
        }
        throw new UnsupportedException(expr, "a comparison without a field");
    }

    private static boolean isIp(Operand operand) {
        return operand instanceof ConditionField.OfTransaction field
                && field.variable() == TransactionVariable.IP;
    }

    private Condition in(CelExpr element, CelExpr list) throws UnsupportedException {
        if (element.getKind() != CelExpr.ExprKind.Kind.SELECT || element.select().testOnly()) {
            throw new UnsupportedException(element, "in without a field before it");
        }
        if (list.getKind() != CelExpr.ExprKind.Kind.LIST) {
            throw unsupported(list);
        }
        ConditionField field = field(element);
        List<Literal> literals = new ArrayList<>();
        for (CelExpr entry : list.list().elements()) {
            if (entry.getKind() != CelExpr.ExprKind.Kind.CONSTANT) {
                throw new UnsupportedException(entry, "a list of anything but literals");
            }
            Literal literal = literal(entry);
            if (literal.type() != field.type()) {
                throw new UnsupportedException(entry, "a list of several types");
            }
            literals.add(literal);
        }
        return new Condition.In(field, literals);
    }

    private Operand operand(CelExpr expr) throws UnsupportedException {
        return switch (expr.getKind()) {
            case CONSTANT -> literal(expr);
            case SELECT -> {
                if (expr.select().testOnly()) {
                    throw new UnsupportedException(expr, "has() inside a comparison");
                }
                yield field(expr);
            }
            default -> throw unsupported(expr);
        };
    }

    private static Literal literal(CelExpr expr) throws UnsupportedException {
        CelConstant constant = expr.constant();
        return switch (constant.getKind()) {
            case INT64_VALUE -> new Literal.IntegerLiteral(constant.int64Value());
            case DOUBLE_VALUE -> new Literal.DoubleLiteral(constant.doubleValue());
            case BOOLEAN_VALUE -> new Literal.BooleanLiteral(constant.booleanValue());
            case STRING_VALUE -> new Literal.TextLiteral(constant.stringValue());
            default -> throw new UnsupportedException(expr, "this sort of literal");
        };
    }

    private ConditionField field(CelExpr select) throws UnsupportedException {
        CelExpr operand = select.select().operand();
        String name = select.select().field();
        String variable =
                operand.getKind() == CelExpr.ExprKind.Kind.IDENT ? operand.ident().name() : "";
        return switch (variable) {
            case CelVariables.TX ->
                    new ConditionField.OfTransaction(
                            TransactionVariable.valueOf(name.toUpperCase(Locale.ROOT)));
            case CelVariables.OUTCOME ->
                    new ConditionField.OfOutcome(
                            OutcomeVariable.valueOf(name.toUpperCase(Locale.ROOT)));
            case CelVariables.ATTRIBUTES -> attribute(name);
            default -> throw new UnsupportedException(select, "a field of a field");
        };
    }

    private ConditionField attribute(String name) throws UnsupportedException {
        for (AttributeSpec attribute : vocabulary.attributes()) {
            if (attribute.name().equals(name)) {
                AttributeType type = attribute.type();
                return new ConditionField.OfAttribute(attribute.id(), type);
            }
        }
        throw new UnsupportedException(null, "an attribute with a mistake");
    }

    private static UnsupportedException unsupported(CelExpr expr) {
        if (expr.getKind() != CelExpr.ExprKind.Kind.CALL) {
            return new UnsupportedException(
                    expr, expr.getKind() == CelExpr.ExprKind.Kind.LIST ? "a list" : "this");
        }
        String function = expr.call().function();
        if (function.equals(Operator.CONDITIONAL.getFunction())) {
            return new UnsupportedException(expr, "a choice (?:)");
        }
        boolean isOperator = function.indexOf('_') >= 0 || function.startsWith("@");
        return new UnsupportedException(
                expr,
                isOperator
                        ? "operator '" + function.replaceAll("[_@]", "") + "' here"
                        : "function '" + function + "'");
    }
}
