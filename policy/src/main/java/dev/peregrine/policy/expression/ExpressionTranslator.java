package dev.peregrine.policy.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.Operator;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.peregrine.policy.AttributeSpec;
import dev.peregrine.policy.CelVariables;
import dev.peregrine.policy.ListSpec;
import dev.peregrine.policy.ParameterSpec;
import dev.peregrine.policy.TransactionVariable;
import dev.peregrine.policy.condition.Comparison;
import dev.peregrine.policy.condition.ConditionField;
import dev.peregrine.policy.condition.Literal;
import dev.peregrine.protocol.codec.AttributeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Turns a rule's checked CEL into an {@link Expression}. What it translates can be evaluated
 * without allocating; what cannot be is refused with the reason. Immutable; any thread.
 */
public final class ExpressionTranslator {
    /** Greatest weight of a part that is a number or a text: its code has to fit in one method. */
    public static final int MAX_VALUE_WEIGHT = 128;

    private static final Map<String, Comparison> COMPARISONS =
            Map.of(
                    Operator.EQUALS.getFunction(), Comparison.EQUAL,
                    Operator.NOT_EQUALS.getFunction(), Comparison.NOT_EQUAL,
                    Operator.LESS.getFunction(), Comparison.LESS,
                    Operator.LESS_EQUALS.getFunction(), Comparison.LESS_OR_EQUAL,
                    Operator.GREATER.getFunction(), Comparison.GREATER,
                    Operator.GREATER_EQUALS.getFunction(), Comparison.GREATER_OR_EQUAL);
    private static final Map<String, ArithmeticOperator> ARITHMETIC =
            Map.of(
                    Operator.ADD.getFunction(), ArithmeticOperator.ADD,
                    Operator.SUBTRACT.getFunction(), ArithmeticOperator.SUBTRACT,
                    Operator.MULTIPLY.getFunction(), ArithmeticOperator.MULTIPLY,
                    Operator.DIVIDE.getFunction(), ArithmeticOperator.DIVIDE,
                    Operator.MODULO.getFunction(), ArithmeticOperator.REMAINDER);
    private static final Expression IP =
            new Expression.Field(new ConditionField.OfTransaction(TransactionVariable.IP));
    private static final Map<String, TextRelation> RELATIONS =
            Map.of(
                    "startsWith", TextRelation.STARTS_WITH,
                    "endsWith", TextRelation.ENDS_WITH,
                    "contains", TextRelation.CONTAINS);

    private final List<AttributeSpec> attributes;
    private final List<ListSpec> lists;
    private final List<ParameterSpec> parameters;

    /**
     * @param attributes the bundle's own attributes
     * @param lists the bundle's lists
     * @param parameters the bundle's parameters; their values become constants
     */
    public ExpressionTranslator(
            List<AttributeSpec> attributes, List<ListSpec> lists, List<ParameterSpec> parameters) {
        this.attributes = List.copyOf(attributes);
        this.lists = List.copyOf(lists);
        this.parameters = List.copyOf(parameters);
    }

    /**
     * Translates a rule's condition.
     *
     * @param ast checked, of type bool, over the variables that rules see
     * @throws UnsupportedExpressionException naming the part that cannot be compiled
     */
    public Expression translate(CelAbstractSyntaxTree ast) throws UnsupportedExpressionException {
        return new Translation(ast).expression(ast.getExpr());
    }

    private final class Translation {
        private final CelAbstractSyntaxTree ast;
        private final Refusals refusals;

        Translation(CelAbstractSyntaxTree ast) {
            this.ast = ast;
            this.refusals = new Refusals(ast);
        }

        Expression expression(CelExpr expr) throws UnsupportedExpressionException {
            Expression expression =
                    switch (expr.getKind()) {
                        case CONSTANT -> new Expression.Constant(literal(expr));
                        case SELECT -> selected(expr);
                        case CALL -> call(expr, expr.call().function(), operands(expr.call()));
                        default -> throw refusals.kind(expr);
                    };
            if (expression.type() != AttributeType.BOOLEAN
                    && expression.weight() > MAX_VALUE_WEIGHT) {
                throw refusals.tooLong(expr, MAX_VALUE_WEIGHT);
            }
            return expression;
        }

        private Expression selected(CelExpr expr) throws UnsupportedExpressionException {
            boolean test = expr.select().testOnly();
            if (isFieldOf(expr, CelVariables.PARAMETERS)) {
                if (test) {
                    throw refusals.testOfParameter(expr);
                }
                return new Expression.Constant(parameter(expr.select().field()));
            }
            return test ? new Expression.Has(reference(expr)) : reference(expr);
        }

        private Literal parameter(String name) throws UnsupportedExpressionException {
            for (ParameterSpec parameter : parameters) {
                if (parameter.name().equals(name)) {
                    return parameter.value();
                }
            }
            throw refusals.toldElsewhere();
        }

        private static boolean isFieldOf(CelExpr expr, String variable) {
            return expr.getKind() == CelExpr.ExprKind.Kind.SELECT
                    && expr.select().operand().getKind() == CelExpr.ExprKind.Kind.IDENT
                    && expr.select().operand().ident().name().equals(variable);
        }

        private static List<CelExpr> operands(CelExpr.CelCall call) {
            List<CelExpr> operands = new ArrayList<>();
            call.target().ifPresent(operands::add);
            operands.addAll(call.args());
            return operands;
        }

        private Expression call(CelExpr expr, String function, List<CelExpr> operands)
                throws UnsupportedExpressionException {
            if (function.equals(Operator.IN.getFunction())) {
                return in(operands.get(0), operands.get(1));
            }
            refusals.check(expr, function, operands);
            Expression first = expression(operands.get(0));
            if (operands.size() == 1) {
                return unary(expr, function, first);
            }
            Expression second = expression(operands.get(1));
            if (function.equals(Operator.CONDITIONAL.getFunction())) {
                return new Expression.Choice(first, second, expression(operands.get(2)));
            } else if (function.equals(Operator.LOGICAL_AND.getFunction())) {
                return new Expression.And(first, second);
            } else if (function.equals(Operator.LOGICAL_OR.getFunction())) {
                return new Expression.Or(first, second);
            } else if (COMPARISONS.containsKey(function)) {
                return new Expression.Compare(first, COMPARISONS.get(function), second);
            } else if (ARITHMETIC.containsKey(function)) {
                return new Expression.Arithmetic(first, ARITHMETIC.get(function), second);
            } else if (RELATIONS.containsKey(function)) {
                return new Expression.TextTest(first, RELATIONS.get(function), second);
            }
            throw refusals.function(expr, function);
        }

        private Expression unary(CelExpr expr, String function, Expression operand)
                throws UnsupportedExpressionException {
            if (function.equals(Operator.LOGICAL_NOT.getFunction())) {
                return new Expression.Not(operand);
            } else if (function.equals(Operator.NEGATE.getFunction())) {
                return new Expression.Negation(operand);
            } else if (function.equals("size")) {
                return new Expression.Size(operand);
            } else if (function.equals("int")) {
                return new Expression.Conversion(operand, AttributeType.INTEGER);
            } else if (function.equals("double")) {
                return new Expression.Conversion(operand, AttributeType.DOUBLE);
            }
            throw refusals.function(expr, function);
        }

        private Expression in(CelExpr element, CelExpr list) throws UnsupportedExpressionException {
            if (isFieldOf(list, CelVariables.LISTS) && !list.select().testOnly()) {
                return listed(element, list);
            }
            if (list.getKind() != CelExpr.ExprKind.Kind.LIST) {
                throw refusals.notAList(list);
            }
            Expression translated = expression(element);
            List<Literal> literals = new ArrayList<>();
            for (CelExpr entry : list.list().elements()) {
                if (entry.getKind() != CelExpr.ExprKind.Kind.CONSTANT) {
                    throw refusals.listOfExpressions(entry);
                }
                Literal literal = literal(entry);
                if (literal.type() != translated.type()) {
                    throw refusals.listOfSeveralTypes(entry);
                }
                literals.add(literal);
            }
            return new Expression.In(translated, literals);
        }

        private Expression listed(CelExpr element, CelExpr expr)
                throws UnsupportedExpressionException {
            Expression translated = expression(element);
            int list = 0;
            while (list < lists.size() && !lists.get(list).name().equals(expr.select().field())) {
                list++;
            }
            if (list == lists.size()) {
                throw refusals.toldElsewhere();
            }
            boolean ofNetworks = lists.get(list).ofNetworks();
            if (ofNetworks ? !translated.equals(IP) : holdsIp(translated)) {
                throw refusals.otherList(element, expr.select().field(), ofNetworks);
            }
            return new Expression.Listed(translated, list, ofNetworks);
        }

        private static boolean holdsIp(Expression element) {
            return element.equals(IP)
                    || (element instanceof Expression.Choice choice
                            && (holdsIp(choice.then()) || holdsIp(choice.otherwise())));
        }

        private Literal literal(CelExpr expr) throws UnsupportedExpressionException {
            CelConstant constant = expr.constant();
            return switch (constant.getKind()) {
                case INT64_VALUE -> new Literal.IntegerLiteral(constant.int64Value());
                case DOUBLE_VALUE -> new Literal.DoubleLiteral(constant.doubleValue());
                case BOOLEAN_VALUE -> new Literal.BooleanLiteral(constant.booleanValue());
                case STRING_VALUE -> new Literal.TextLiteral(constant.stringValue());
                default -> throw refusals.literal(expr);
            };
        }

        private Expression.Reference reference(CelExpr expr) throws UnsupportedExpressionException {
            CelExpr operand = expr.select().operand();
            String name = expr.select().field();
            String variable =
                    operand.getKind() == CelExpr.ExprKind.Kind.IDENT ? operand.ident().name() : "";
            if (isFieldOf(operand, CelVariables.MODEL)) {
                return new Expression.ModelOutput(operand.select().field(), name);
            }
            return switch (variable) {
                case CelVariables.MODEL -> throw refusals.wholeModel(expr);
                case CelVariables.TX ->
                        new Expression.Field(
                                new ConditionField.OfTransaction(
                                        TransactionVariable.valueOf(
                                                name.toUpperCase(Locale.ROOT))));
                case CelVariables.FEATURES -> new Expression.Feature(name, type(expr));
                case CelVariables.ATTRIBUTES -> new Expression.Field(attribute(name));
                case CelVariables.LISTS -> throw refusals.listElsewhere(expr);
                default -> throw refusals.kind(expr);
            };
        }

        private ConditionField attribute(String name) throws UnsupportedExpressionException {
            for (AttributeSpec attribute : attributes) {
                if (attribute.name().equals(name)) {
                    return new ConditionField.OfAttribute(attribute.id(), attribute.type());
                }
            }
            throw refusals.toldElsewhere();
        }

        /**
         * Type of a reference; of a test for it, too, since that is of type bool whatever it is.
         */
        private AttributeType type(CelExpr expr) {
            CelType type = ast.getTypeOrThrow(expr.id());
            return switch (type.kind()) {
                case INT -> AttributeType.INTEGER;
                case DOUBLE -> AttributeType.DOUBLE;
                default -> AttributeType.BOOLEAN;
            };
        }
    }
}
