package dev.peregrine.scoring.rules.compile;

import dev.peregrine.protocol.codec.AttributeType;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Code of one method over a transaction's {@link RuleInputs} and its features. Jumps happen with an
 * empty operand stack, so every value that has to wait lies in a local variable.
 */
final class MethodCode {
    static final String INPUTS = Type.getInternalName(RuleInputs.class);
    static final String TEXT = Type.getInternalName(TextValue.class);
    static final String MATH = Type.getInternalName(RuleMath.class);

    private static final int INPUTS_LOCAL = 0;
    private static final int FEATURES_LOCAL = 1;

    final MethodVisitor visitor;
    private int locals = FEATURES_LOCAL + 1;

    MethodCode(MethodVisitor visitor) {
        this.visitor = visitor;
    }

    /** A local variable of its own for a value. */
    int local(AttributeType type) {
        int local = locals;
        locals += type == AttributeType.INTEGER || type == AttributeType.DOUBLE ? 2 : 1;
        return local;
    }

    /** Moves the value from the stack into a new local variable. */
    int keep(AttributeType type) {
        int local = local(type);
        store(type, local);
        return local;
    }

    void store(AttributeType type, int local) {
        visitor.visitVarInsn(
                switch (type) {
                    case INTEGER -> Opcodes.LSTORE;
                    case DOUBLE -> Opcodes.DSTORE;
                    case BOOLEAN -> Opcodes.ISTORE;
                    default -> Opcodes.ASTORE;
                },
                local);
    }

    void load(AttributeType type, int local) {
        visitor.visitVarInsn(
                switch (type) {
                    case INTEGER -> Opcodes.LLOAD;
                    case DOUBLE -> Opcodes.DLOAD;
                    case BOOLEAN -> Opcodes.ILOAD;
                    default -> Opcodes.ALOAD;
                },
                local);
    }

    /** Pushes the inputs. */
    void inputs() {
        visitor.visitVarInsn(Opcodes.ALOAD, INPUTS_LOCAL);
    }

    /** Pushes an array of the inputs and a slot in it. */
    void input(String array, Class<?> type, int slot) {
        visitor.visitVarInsn(Opcodes.ALOAD, INPUTS_LOCAL);
        visitor.visitFieldInsn(Opcodes.GETFIELD, INPUTS, array, Type.getDescriptor(type));
        integer(slot);
    }

    /** Pushes a feature, NaN when it is missing. */
    void feature(int place) {
        visitor.visitVarInsn(Opcodes.ALOAD, FEATURES_LOCAL);
        integer(place);
        visitor.visitInsn(Opcodes.DALOAD);
    }

    /** Pushes both arguments of the method. */
    void arguments() {
        visitor.visitVarInsn(Opcodes.ALOAD, INPUTS_LOCAL);
        visitor.visitVarInsn(Opcodes.ALOAD, FEATURES_LOCAL);
    }

    /** Pushes an int. */
    void integer(int value) {
        if (value >= -1 && value <= 5) {
            visitor.visitInsn(Opcodes.ICONST_0 + value);
        } else if (value == (byte) value) {
            visitor.visitIntInsn(Opcodes.BIPUSH, value);
        } else if (value == (short) value) {
            visitor.visitIntInsn(Opcodes.SIPUSH, value);
        } else {
            visitor.visitLdcInsn(value);
        }
    }

    void instruction(int opcode) {
        visitor.visitInsn(opcode);
    }

    void jump(int opcode, Label target) {
        visitor.visitJumpInsn(opcode, target);
    }

    void go(Label target) {
        visitor.visitJumpInsn(Opcodes.GOTO, target);
    }

    void label(Label label) {
        visitor.visitLabel(label);
    }

    /** Calls a method of the inputs, which were pushed before its arguments. */
    void callInputs(String name, String descriptor) {
        visitor.visitMethodInsn(Opcodes.INVOKEVIRTUAL, INPUTS, name, descriptor, false);
    }

    /** Calls a static method. */
    void call(String owner, String name, String descriptor) {
        visitor.visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
    }
}
