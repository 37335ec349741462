package dev.peregrine.scoring.rules.compile;

import dev.peregrine.policy.expression.Expression;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Makes a hidden class of some rules: a static method for each, and one that calls them all. No
 * method is longer than what HotSpot compiles (8,000 bytes): large conditions go into several.
 */
final class ChunkCompiler {
    /** Greatest weight of what is emitted into one method. */
    static final int MAX_METHOD_WEIGHT = 256;

    private static final String CLASS_NAME = Type.getInternalName(RuleChunk.class) + "Of";
    private static final String EVALUATE =
            Type.getMethodDescriptor(
                    Type.LONG_TYPE, Type.getType(RuleInputs.class), Type.getType(double[].class));
    private static final String OBJECT = Type.getInternalName(Object.class);
    private static final String LIST = Type.getInternalName(List.class);
    private static final String HANDLES = Type.getInternalName(MethodHandles.class);
    private static final String LOOKUP = Type.getDescriptor(MethodHandles.Lookup.class);

    private final ChunkContext context;
    private final ClassWriter writer = new FrameWriter();
    private final List<Expression> rules;
    private final List<Label> ends = new ArrayList<>();

    ChunkCompiler(List<Expression> rules, InputSlots slots) {
        this.context = new ChunkContext(CLASS_NAME, slots);
        this.rules = rules;
    }

    /**
     * Compiles a chunk.
     *
     * @param rules at most {@link RuleChunk#MAX_RULES}
     * @param slots gets the fields that the rules read
     */
    static RuleChunk compile(List<Expression> rules, InputSlots slots) {
        return new ChunkCompiler(rules, slots).compile();
    }

    private RuleChunk compile() {
        byte[] bytes = classFile();
        try {
            return (RuleChunk)
                    MethodHandles.lookup()
                            .defineHiddenClassWithClassData(
                                    bytes, List.copyOf(context.constants().values()), true)
                            .lookupClass()
                            .getDeclaredConstructor()
                            .newInstance();
        } catch (IllegalAccessException
                | InstantiationException
                | NoSuchMethodException
                | InvocationTargetException e) {
            throw new IllegalStateException("rules do not compile", e);
        }
    }

    byte[] classFile() {
        writer.visit(
                Opcodes.V17,
                Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
                CLASS_NAME,
                null,
                OBJECT,
                new String[] {Type.getInternalName(RuleChunk.class)});
        constructor();
        evaluate(rules.size());
        for (int i = 0; i < rules.size(); i++) {
            method(ruleName(i), rules.get(i));
        }
        while (!context.outlines().isEmpty()) {
            ChunkContext.Outline outline = context.outlines().remove();
            method(outline.name(), outline.expression());
        }
        constants();
        writer.visitEnd();
        return writer.toByteArray();
    }

    /** Bytes of code in the longest method of {@link #classFile}. */
    int longestMethod() {
        return ends.stream().mapToInt(Label::getOffset).max().orElse(0);
    }

    private static String ruleName(int index) {
        return "rule" + index;
    }

    private void constructor() {
        MethodVisitor visitor = writer.visitMethod(0, "<init>", "()V", null, null);
        visitor.visitCode();
        visitor.visitVarInsn(Opcodes.ALOAD, 0);
        visitor.visitMethodInsn(Opcodes.INVOKESPECIAL, OBJECT, "<init>", "()V", false);
        visitor.visitInsn(Opcodes.RETURN);
        end(visitor);
    }

    private void evaluate(int size) {
        MethodVisitor visitor =
                writer.visitMethod(Opcodes.ACC_PUBLIC, "evaluate", EVALUATE, null, null);
        int result = 3;
        visitor.visitCode();
        visitor.visitInsn(Opcodes.LCONST_0);
        visitor.visitVarInsn(Opcodes.LSTORE, result);
        for (int i = 0; i < size; i++) {
            Label next = new Label();
            visitor.visitVarInsn(Opcodes.ALOAD, 1);
            visitor.visitVarInsn(Opcodes.ALOAD, 2);
            visitor.visitMethodInsn(
                    Opcodes.INVOKESTATIC, CLASS_NAME, ruleName(i), ChunkContext.RULE, false);
            visitor.visitInsn(Opcodes.ICONST_0 + ChunkContext.TRUE);
            visitor.visitJumpInsn(Opcodes.IF_ICMPNE, next);
            visitor.visitVarInsn(Opcodes.LLOAD, result);
            visitor.visitLdcInsn(1L << i);
            visitor.visitInsn(Opcodes.LOR);
            visitor.visitVarInsn(Opcodes.LSTORE, result);
            visitor.visitLabel(next);
        }
        visitor.visitVarInsn(Opcodes.LLOAD, result);
        visitor.visitInsn(Opcodes.LRETURN);
        end(visitor);
    }

    private void method(String name, Expression expression) {
        MethodVisitor visitor =
                writer.visitMethod(
                        Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC,
                        name,
                        ChunkContext.RULE,
                        null,
                        null);
        visitor.visitCode();
        boolean whole = expression.weight() <= MAX_METHOD_WEIGHT;
        TruthEmitter emitter =
                new TruthEmitter(
                        new MethodCode(visitor),
                        context,
                        whole ? MAX_METHOD_WEIGHT : MAX_METHOD_WEIGHT / 2);
        Label isTrue = new Label();
        Label isFalse = new Label();
        Label error = new Label();
        emitter.emitHere(expression, isTrue, isFalse, error);
        answer(visitor, isTrue, ChunkContext.TRUE);
        answer(visitor, isFalse, ChunkContext.FALSE);
        answer(visitor, error, ChunkContext.ERROR);
        end(visitor);
    }

    private static void answer(MethodVisitor visitor, Label label, int outcome) {
        visitor.visitLabel(label);
        visitor.visitInsn(Opcodes.ICONST_0 + outcome);
        visitor.visitInsn(Opcodes.IRETURN);
    }

    /** Declares the constants' fields and fills them from the class data. */
    private void constants() {
        List<Object> values = context.constants().values();
        MethodVisitor visitor =
                writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        visitor.visitCode();
        visitor.visitMethodInsn(Opcodes.INVOKESTATIC, HANDLES, "lookup", "()" + LOOKUP, false);
        visitor.visitLdcInsn("_");
        visitor.visitLdcInsn(Type.getType(List.class));
        visitor.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                HANDLES,
                "classData",
                "(" + LOOKUP + "Ljava/lang/String;Ljava/lang/Class;)Ljava/lang/Object;",
                false);
        visitor.visitTypeInsn(Opcodes.CHECKCAST, LIST);
        visitor.visitVarInsn(Opcodes.ASTORE, 0);
        for (int i = 0; i < values.size(); i++) {
            String descriptor = ChunkConstants.descriptor(values.get(i));
            writer.visitField(
                            Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL,
                            ChunkConstants.name(i),
                            descriptor,
                            null,
                            null)
                    .visitEnd();
            visitor.visitVarInsn(Opcodes.ALOAD, 0);
            new MethodCode(visitor).integer(i);
            visitor.visitMethodInsn(
                    Opcodes.INVOKEINTERFACE, LIST, "get", "(I)Ljava/lang/Object;", true);
            visitor.visitTypeInsn(
                    Opcodes.CHECKCAST, Type.getInternalName(values.get(i).getClass()));
            visitor.visitFieldInsn(
                    Opcodes.PUTSTATIC, CLASS_NAME, ChunkConstants.name(i), descriptor);
        }
        visitor.visitInsn(Opcodes.RETURN);
        end(visitor);
    }

    private void end(MethodVisitor visitor) {
        Label end = new Label();
        visitor.visitLabel(end);
        ends.add(end);
        visitor.visitMaxs(0, 0);
        visitor.visitEnd();
    }

    /** Merges references by no class loading: two of different classes never meet. */
    private static final class FrameWriter extends ClassWriter {
        FrameWriter() {
            super(COMPUTE_FRAMES);
        }

        @Override
        protected String getCommonSuperClass(String left, String right) {
            return OBJECT;
        }
    }
}
