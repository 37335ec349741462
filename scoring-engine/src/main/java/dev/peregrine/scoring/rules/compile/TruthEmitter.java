package dev.peregrine.scoring.rules.compile;

import static dev.peregrine.scoring.rules.compile.MethodCode.MATH;
import static dev.peregrine.scoring.rules.compile.MethodCode.TEXT;

import dev.peregrine.policy.condition.Comparison;
import dev.peregrine.policy.condition.Literal;
import dev.peregrine.policy.expression.Expression;
import dev.peregrine.protocol.codec.AttributeType;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Code that jumps by what an expression of type bool comes to: true, false or an error. Short
 * circuits are jumps; an error that a later side may absorb waits in a local variable.
 */
final class TruthEmitter {
    private static final String TEXTS_TO_BOOLEAN = "(L" + TEXT + ";L" + TEXT + ";)Z";

    private final MethodCode code;
    private final ChunkContext context;
    private final ValueEmitter values;
    private final int mostInline;

    /**
     * @param mostInline greatest weight of a part that is emitted here rather than in a method of
     *     its own
     */
    TruthEmitter(MethodCode code, ChunkContext context, int mostInline) {
        this.code = code;
        this.context = context;
        this.values = new ValueEmitter(code, this, context);
        this.mostInline = mostInline;
    }

    /** The stack is empty before and after; control never falls through. */
    void emit(Expression expression, Label isTrue, Label isFalse, Label error) {
        if (expression.weight() > mostInline) {
            outline(expression, isTrue, isFalse, error);
        } else {
            emitHere(expression, isTrue, isFalse, error);
        }
    }

    /** As {@link #emit}, whatever the expression weighs. */
    void emitHere(Expression expression, Label isTrue, Label isFalse, Label error) {
        if (expression instanceof Expression.Constant constant) {
            boolean value = ((Literal.BooleanLiteral) constant.literal()).value();
            code.go(value ? isTrue : isFalse);
        } else if (expression instanceof Expression.Field field) {
            values.field(field.field(), error);
            code.jump(Opcodes.IFNE, isTrue);
            code.go(isFalse);
        } else if (expression instanceof Expression.Feature feature) {
            values.feature(feature, error);
            code.instruction(Opcodes.DCONST_0);
            code.instruction(Opcodes.DCMPL);
            code.jump(Opcodes.IFNE, isTrue);
            code.go(isFalse);
        } else if (expression instanceof Expression.Has has) {
            values.presence(has.reference(), isTrue, isFalse);
        } else if (expression instanceof Expression.Not not) {
            emit(not.operand(), /* isTrue= */ isFalse, /* isFalse= */ isTrue, error);
        } else if (expression instanceof Expression.And) {
            chain(operands(expression), isFalse, isTrue, error, true);
        } else if (expression instanceof Expression.Or) {
            chain(operands(expression), isTrue, isFalse, error, false);
        } else if (expression instanceof Expression.Compare compare) {
            compare(compare, isTrue, isFalse, error);
        } else if (expression instanceof Expression.In in) {
            in(in, isTrue, isFalse, error);
        } else if (expression instanceof Expression.Listed listed) {
            listed(listed, isTrue, isFalse, error);
        } else if (expression instanceof Expression.TextTest test) {
            textTest(test, isTrue, isFalse, error);
        } else {
            choice((Expression.Choice) expression, isTrue, isFalse, error);
        }
    }

    private void outline(Expression expression, Label isTrue, Label isFalse, Label error) {
        code.arguments();
        code.call(context.className(), context.outline(expression), ChunkContext.RULE);
        int outcome = code.keep(AttributeType.BOOLEAN);
        code.load(AttributeType.BOOLEAN, outcome);
        code.jump(Opcodes.IFEQ, isFalse);
        code.load(AttributeType.BOOLEAN, outcome);
        code.integer(ChunkContext.TRUE);
        code.jump(Opcodes.IF_ICMPEQ, isTrue);
        code.go(error);
    }

    /** Operands of a chain of one operator, as far as they are emitted here. */
    private List<Expression> operands(Expression expression) {
        List<Expression> operands = new ArrayList<>();
        if (expression instanceof Expression.And and) {
            operands.add(and.left());
            operands.add(and.right());
        } else {
            Expression.Or or = (Expression.Or) expression;
            operands.add(or.left());
            operands.add(or.right());
        }
        List<Expression> flat = new ArrayList<>();
        for (Expression operand : operands) {
            boolean same = operand.getClass() == expression.getClass();
            if (same && operand.weight() <= mostInline) {
                flat.addAll(operands(operand));
            } else {
                flat.add(operand);
            }
        }
        return flat;
    }

    /**
     * An operand that decides ends the chain; else an error among them is the outcome; else they
     * all agree.
     */
    private void chain(
            List<Expression> operands, Label decided, Label agreed, Label error, boolean and) {
        int last = operands.size() - 1;
        boolean keepsErrors = operands.subList(0, last).stream().anyMatch(Failures::canFail);
        int failed = keepsErrors ? code.local(AttributeType.BOOLEAN) : -1;
        if (keepsErrors) {
            code.integer(0);
            code.store(AttributeType.BOOLEAN, failed);
        }
        for (int i = 0; i < last; i++) {
            Label next = new Label();
            Label operandFailed = new Label();
            operand(operands.get(i), decided, next, operandFailed, and);
            code.label(operandFailed);
            if (Failures.canFail(operands.get(i))) {
                code.integer(1);
                code.store(AttributeType.BOOLEAN, failed);
            }
            code.label(next);
        }
        if (!keepsErrors) {
            operand(operands.get(last), decided, agreed, error, and);
            return;
        }
        Label end = new Label();
        operand(operands.get(last), decided, end, error, and);
        code.label(end);
        code.load(AttributeType.BOOLEAN, failed);
        code.jump(Opcodes.IFNE, error);
        code.go(agreed);
    }

    private void operand(Expression operand, Label decided, Label next, Label error, boolean and) {
        emit(operand, and ? next : decided, and ? decided : next, error);
    }

    private void compare(Expression.Compare compare, Label isTrue, Label isFalse, Label error) {
        AttributeType leftType = compare.left().type();
        AttributeType rightType = compare.right().type();
        values.emit(compare.left(), error);
        int left = code.keep(leftType);
        values.emit(compare.right(), error);
        int right = code.keep(rightType);
        code.load(leftType, left);
        code.load(rightType, right);
        Comparison comparison = compare.comparison();
        if (leftType == AttributeType.STRING && isEquality(comparison)) {
            code.call(TEXT, "equal", TEXTS_TO_BOOLEAN);
            code.jump(comparison == Comparison.EQUAL ? Opcodes.IFNE : Opcodes.IFEQ, isTrue);
            code.go(isFalse);
            return;
        }
        order(leftType, rightType, comparison);
        code.jump(
                switch (comparison) {
                    case EQUAL -> Opcodes.IFEQ;
                    case NOT_EQUAL -> Opcodes.IFNE;
                    case LESS -> Opcodes.IFLT;
                    case LESS_OR_EQUAL -> Opcodes.IFLE;
                    case GREATER -> Opcodes.IFGT;
                    case GREATER_OR_EQUAL -> Opcodes.IFGE;
                },
                isTrue);
        code.go(isFalse);
    }

    /** Leaves an int: negative, zero or positive. For NaN it is one that the comparison denies. */
    private void order(AttributeType left, AttributeType right, Comparison comparison) {
        if (left == AttributeType.STRING) {
            code.call(TEXT, "compare", TEXTS_TO_BOOLEAN.replace(")Z", ")I"));
        } else if (left == AttributeType.BOOLEAN) {
            code.instruction(Opcodes.ISUB);
        } else if (left != right) {
            code.call(MATH, "compare", left == AttributeType.DOUBLE ? "(DJ)I" : "(JD)I");
        } else if (left == AttributeType.INTEGER) {
            code.instruction(Opcodes.LCMP);
        } else {
            boolean less = comparison == Comparison.LESS || comparison == Comparison.LESS_OR_EQUAL;
            code.instruction(less ? Opcodes.DCMPG : Opcodes.DCMPL);
        }
    }

    private static boolean isEquality(Comparison comparison) {
        return comparison == Comparison.EQUAL || comparison == Comparison.NOT_EQUAL;
    }

    private void in(Expression.In in, Label isTrue, Label isFalse, Label error) {
        AttributeType type = in.element().type();
        values.emit(in.element(), error);
        int element = code.keep(type);
        if (in.literals().isEmpty()) {
            code.go(isFalse);
            return;
        }
        Class<?> set =
                switch (type) {
                    case INTEGER, BOOLEAN -> LongSet.class;
                    case DOUBLE -> DoubleSet.class;
                    default -> TextSet.class;
                };
        context.loadConstant(
                code, context.constants().ofSet(in.literals()), Type.getDescriptor(set));
        code.load(type, element);
        if (type == AttributeType.BOOLEAN) {
            code.instruction(Opcodes.I2L);
        }
        code.visitor.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL,
                Type.getInternalName(set),
                "contains",
                set == LongSet.class
                        ? "(J)Z"
                        : set == DoubleSet.class ? "(D)Z" : "(L" + TEXT + ";)Z",
                false);
        code.jump(Opcodes.IFNE, isTrue);
        code.go(isFalse);
    }

    private void listed(Expression.Listed listed, Label isTrue, Label isFalse, Label error) {
        if (listed.ofNetworks()) {
            Label there = new Label();
            values.presence((Expression.Field) listed.element(), there, error);
            code.label(there);
            code.inputs();
            code.integer(listed.list());
            code.callInputs("isIpListed", "(I)Z");
        } else {
            values.emit(listed.element(), error);
            int text = code.keep(AttributeType.STRING);
            code.inputs();
            code.integer(listed.list());
            code.load(AttributeType.STRING, text);
            code.callInputs("isListed", "(IL" + TEXT + ";)Z");
        }
        code.jump(Opcodes.IFNE, isTrue);
        code.go(isFalse);
    }

    private void textTest(Expression.TextTest test, Label isTrue, Label isFalse, Label error) {
        values.emit(test.text(), error);
        int text = code.keep(AttributeType.STRING);
        values.emit(test.part(), error);
        int part = code.keep(AttributeType.STRING);
        code.load(AttributeType.STRING, text);
        code.load(AttributeType.STRING, part);
        code.call(
                TEXT,
                switch (test.relation()) {
                    case STARTS_WITH -> "startsWith";
                    case ENDS_WITH -> "endsWith";
                    case CONTAINS -> "contains";
                },
                TEXTS_TO_BOOLEAN);
        code.jump(Opcodes.IFNE, isTrue);
        code.go(isFalse);
    }

    private void choice(Expression.Choice choice, Label isTrue, Label isFalse, Label error) {
        Label then = new Label();
        Label otherwise = new Label();
        emit(choice.condition(), then, otherwise, error);
        code.label(then);
        emit(choice.then(), isTrue, isFalse, error);
        code.label(otherwise);
        emit(choice.otherwise(), isTrue, isFalse, error);
    }
}
