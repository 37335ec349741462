package dev.peregrine.scoring.rules.compile;

import static dev.peregrine.scoring.rules.compile.MethodCode.MATH;
import static dev.peregrine.scoring.rules.compile.MethodCode.TEXT;

import dev.peregrine.policy.TransactionVariable;
import dev.peregrine.policy.condition.ConditionField;
import dev.peregrine.policy.condition.Literal;
import dev.peregrine.policy.expression.ArithmeticOperator;
import dev.peregrine.policy.expression.Expression;
import dev.peregrine.protocol.codec.AttributeType;
import java.util.Set;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/**
 * Code that leaves an expression's value on the stack, or jumps when it is an error: a long, a
 * double, an int for a boolean, a {@link TextValue} for a text.
 */
final class ValueEmitter {
    private static final Set<TransactionVariable> NEVER_MISSING =
            Set.of(
                    TransactionVariable.AMOUNT_MINOR,
                    TransactionVariable.HOUR,
                    TransactionVariable.DAY_OF_WEEK,
                    TransactionVariable.STALE_TIME);
    private static final String LONGS_TO_BOOLEAN = "(JJ)Z";

    private final MethodCode code;
    private final TruthEmitter truths;
    private final ChunkContext context;

    ValueEmitter(MethodCode code, TruthEmitter truths, ChunkContext context) {
        this.code = code;
        this.truths = truths;
        this.context = context;
    }

    /** The stack is empty before, and holds the value after. */
    void emit(Expression expression, Label error) {
        if (expression.type() == AttributeType.BOOLEAN) {
            truth(expression, error);
        } else if (expression instanceof Expression.Constant constant) {
            constant(constant.literal());
        } else if (expression instanceof Expression.Field field) {
            field(field.field(), error);
        } else if (expression instanceof Expression.Feature feature) {
            feature(feature, error);
        } else if (expression instanceof Expression.ModelOutput output) {
            number(context.slots().ofOutput(output), error);
        } else if (expression instanceof Expression.Arithmetic arithmetic) {
            arithmetic(arithmetic, error);
        } else if (expression instanceof Expression.Negation negation) {
            negation(negation, error);
        } else if (expression instanceof Expression.Conversion conversion) {
            conversion(conversion, error);
        } else if (expression instanceof Expression.Size size) {
            emit(size.text(), error);
            code.call(TEXT, "size", "(L" + TEXT + ";)J");
        } else {
            choice((Expression.Choice) expression, error);
        }
    }

    private void truth(Expression expression, Label error) {
        Label isTrue = new Label();
        Label isFalse = new Label();
        Label end = new Label();
        int result = code.local(AttributeType.BOOLEAN);
        truths.emit(expression, isTrue, isFalse, error);
        code.label(isTrue);
        code.integer(1);
        code.store(AttributeType.BOOLEAN, result);
        code.go(end);
        code.label(isFalse);
        code.integer(0);
        code.store(AttributeType.BOOLEAN, result);
        code.label(end);
        code.load(AttributeType.BOOLEAN, result);
    }

    private void constant(Literal literal) {
        if (literal instanceof Literal.IntegerLiteral integer) {
            code.visitor.visitLdcInsn(integer.value());
        } else if (literal instanceof Literal.DoubleLiteral number) {
            code.visitor.visitLdcInsn(number.value());
        } else {
            String name = context.constants().ofText(((Literal.TextLiteral) literal).value());
            context.loadConstant(code, name, "L" + TEXT + ";");
        }
    }

    /** A field's value; of a boolean one as an int. */
    void field(ConditionField field, Label error) {
        int slot = context.slots().ofField(field);
        AttributeType type = field.type();
        if (type == AttributeType.STRING) {
            code.input("texts", TextValue[].class, slot);
            code.instruction(Opcodes.AALOAD);
            int text = code.keep(type);
            code.load(type, text);
            code.jump(Opcodes.IFNULL, error);
            code.load(type, text);
            return;
        }
        if (canBeMissing(field)) {
            code.input("present", boolean[].class, slot);
            code.instruction(Opcodes.BALOAD);
            code.jump(Opcodes.IFEQ, error);
        }
        if (type == AttributeType.DOUBLE) {
            code.input("numbers", double[].class, slot);
            code.instruction(Opcodes.DALOAD);
        } else {
            code.input("integers", long[].class, slot);
            code.instruction(Opcodes.LALOAD);
            if (type == AttributeType.BOOLEAN) {
                code.instruction(Opcodes.L2I);
            }
        }
    }

    /** Whether reading the field can be an error. */
    static boolean canBeMissing(ConditionField field) {
        return !(field instanceof ConditionField.OfTransaction of
                && NEVER_MISSING.contains(of.variable()));
    }

    /** A feature's value; of a boolean one as a double that is 0 or not. */
    void feature(Expression.Feature feature, Label error) {
        number(context.slots().ofFeature(feature.name()), error);
        if (feature.type() == AttributeType.INTEGER) {
            code.instruction(Opcodes.D2L);
        }
    }

    /** A number of the vector. */
    private void number(int place, Label error) {
        code.feature(place);
        int value = code.keep(AttributeType.DOUBLE);
        code.load(AttributeType.DOUBLE, value);
        code.load(AttributeType.DOUBLE, value);
        code.instruction(Opcodes.DCMPL);
        code.jump(Opcodes.IFNE, error);
        code.load(AttributeType.DOUBLE, value);
    }

    private void arithmetic(Expression.Arithmetic arithmetic, Label error) {
        AttributeType type = arithmetic.type();
        emit(arithmetic.left(), error);
        int left = code.keep(type);
        emit(arithmetic.right(), error);
        int right = code.keep(type);
        if (type == AttributeType.INTEGER) {
            failWhere(arithmetic.operator(), left, right, error);
        }
        code.load(type, left);
        code.load(type, right);
        int opcode =
                switch (arithmetic.operator()) {
                    case ADD -> Opcodes.LADD;
                    case SUBTRACT -> Opcodes.LSUB;
                    case MULTIPLY -> Opcodes.LMUL;
                    case DIVIDE -> Opcodes.LDIV;
                    case REMAINDER -> Opcodes.LREM;
                };
        code.instruction(
                type == AttributeType.INTEGER ? opcode : opcode + Opcodes.DADD - Opcodes.LADD);
    }

    private void failWhere(ArithmeticOperator operator, int left, int right, Label error) {
        if (operator == ArithmeticOperator.REMAINDER) {
            code.load(AttributeType.INTEGER, right);
            code.instruction(Opcodes.LCONST_0);
            code.instruction(Opcodes.LCMP);
            code.jump(Opcodes.IFEQ, error);
            return;
        }
        code.load(AttributeType.INTEGER, left);
        code.load(AttributeType.INTEGER, right);
        code.call(
                MATH,
                switch (operator) {
                    case ADD -> "addOverflows";
                    case SUBTRACT -> "subtractOverflows";
                    case MULTIPLY -> "multiplyOverflows";
                    default -> "divideFails";
                },
                LONGS_TO_BOOLEAN);
        code.jump(Opcodes.IFNE, error);
    }

    private void negation(Expression.Negation negation, Label error) {
        emit(negation.operand(), error);
        if (negation.type() == AttributeType.DOUBLE) {
            code.instruction(Opcodes.DNEG);
            return;
        }
        int value = code.keep(AttributeType.INTEGER);
        code.load(AttributeType.INTEGER, value);
        code.visitor.visitLdcInsn(Long.MIN_VALUE);
        code.instruction(Opcodes.LCMP);
        code.jump(Opcodes.IFEQ, error);
        code.load(AttributeType.INTEGER, value);
        code.instruction(Opcodes.LNEG);
    }

    private void conversion(Expression.Conversion conversion, Label error) {
        emit(conversion.operand(), error);
        if (conversion.operand().type() == conversion.type()) {
            return;
        }
        if (conversion.type() == AttributeType.DOUBLE) {
            code.instruction(Opcodes.L2D);
            return;
        }
        int value = code.keep(AttributeType.DOUBLE);
        code.load(AttributeType.DOUBLE, value);
        code.call(MATH, "toLongFails", "(D)Z");
        code.jump(Opcodes.IFNE, error);
        code.load(AttributeType.DOUBLE, value);
        code.instruction(Opcodes.D2L);
    }

    private void choice(Expression.Choice choice, Label error) {
        AttributeType type = choice.type();
        Label then = new Label();
        Label otherwise = new Label();
        Label end = new Label();
        int result = code.local(type);
        truths.emit(choice.condition(), then, otherwise, error);
        code.label(then);
        emit(choice.then(), error);
        code.store(type, result);
        code.go(end);
        code.label(otherwise);
        emit(choice.otherwise(), error);
        code.store(type, result);
        code.label(end);
        code.load(type, result);
    }

    /** Jumps by whether a field, a feature or a model's output is there. */
    void presence(Expression.Reference reference, Label there, Label missing) {
        if (!(reference instanceof Expression.Field field)) {
            code.feature(
                    reference instanceof Expression.ModelOutput output
                            ? context.slots().ofOutput(output)
                            : context.slots().ofFeature(((Expression.Feature) reference).name()));
            int value = code.keep(AttributeType.DOUBLE);
            code.load(AttributeType.DOUBLE, value);
            code.load(AttributeType.DOUBLE, value);
            code.instruction(Opcodes.DCMPL);
            code.jump(Opcodes.IFEQ, there);
        } else {
            int slot = context.slots().ofField(field.field());
            code.input("present", boolean[].class, slot);
            code.instruction(Opcodes.BALOAD);
            code.jump(Opcodes.IFNE, there);
        }
        code.go(missing);
    }
}
