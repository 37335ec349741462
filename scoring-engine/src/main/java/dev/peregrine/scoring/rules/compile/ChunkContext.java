package dev.peregrine.scoring.rules.compile;

import dev.peregrine.policy.expression.Expression;
import java.util.ArrayDeque;
import java.util.Queue;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** What the methods of one chunk have in common. */
final class ChunkContext {
    /** Outcomes of a rule's method. */
    static final int FALSE = 0;

    static final int TRUE = 1;
    static final int ERROR = 2;

    /** A rule's method, and that of an outlined part. */
    static final String RULE =
            Type.getMethodDescriptor(
                    Type.INT_TYPE, Type.getType(RuleInputs.class), Type.getType(double[].class));

    private final String className;
    private final InputSlots slots;
    private final ChunkConstants constants = new ChunkConstants();
    private final Queue<Outline> outlines = new ArrayDeque<>();
    private int outlined;

    /** A part that gets a method of its own. */
    record Outline(String name, Expression expression) {}

    ChunkContext(String className, InputSlots slots) {
        this.className = className;
        this.slots = slots;
    }

    /** Internal name of the chunk's class. */
    String className() {
        return className;
    }

    InputSlots slots() {
        return slots;
    }

    ChunkConstants constants() {
        return constants;
    }

    /** Pushes a constant. */
    void loadConstant(MethodCode code, String name, String descriptor) {
        code.visitor.visitFieldInsn(Opcodes.GETSTATIC, className, name, descriptor);
    }

    /** Name of a method that will be made for a part of a rule. */
    String outline(Expression expression) {
        Outline outline = new Outline("part" + outlined++, expression);
        outlines.add(outline);
        return outline.name();
    }

    /** Parts that still have no method. */
    Queue<Outline> outlines() {
        return outlines;
    }
}
