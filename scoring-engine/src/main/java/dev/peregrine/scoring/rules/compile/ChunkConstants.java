package dev.peregrine.scoring.rules.compile;

import dev.peregrine.policy.condition.Literal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Type;

/**
 * Objects that a chunk's code refers to: static final fields, which the JVM takes for constants,
 * filled from the class data when the class is defined.
 */
final class ChunkConstants {
    private final List<Object> values = new ArrayList<>();
    private final Map<Object, String> names = new HashMap<>();

    /** Objects in order of their fields {@code c0}, {@code c1} and so on. */
    List<Object> values() {
        return values;
    }

    static String name(int index) {
        return "c" + index;
    }

    static String descriptor(Object value) {
        return Type.getDescriptor(value.getClass());
    }

    /** Field of a text. */
    String ofText(String text) {
        return names.computeIfAbsent(text, key -> add(new TextValue(text)));
    }

    /** Field of a set of literals of one type. */
    String ofSet(List<Literal> literals) {
        return names.computeIfAbsent(literals, key -> add(set(literals)));
    }

    /** The class that {@link #ofSet} makes of literals. */
    static Object set(List<Literal> literals) {
        if (literals.isEmpty()) {
            return new LongSet(new long[0]);
        }
        return switch (literals.get(0).type()) {
            case INTEGER ->
                    new LongSet(
                            literals.stream()
                                    .mapToLong(l -> ((Literal.IntegerLiteral) l).value())
                                    .toArray());
            case BOOLEAN ->
                    new LongSet(
                            literals.stream()
                                    .mapToLong(l -> ((Literal.BooleanLiteral) l).value() ? 1 : 0)
                                    .toArray());
            case DOUBLE ->
                    new DoubleSet(
                            literals.stream()
                                    .mapToDouble(l -> ((Literal.DoubleLiteral) l).value())
                                    .toArray());
            default ->
                    new TextSet(
                            literals.stream()
                                    .map(l -> new TextValue(((Literal.TextLiteral) l).value()))
                                    .toArray(TextValue[]::new));
        };
    }

    private String add(Object value) {
        values.add(value);
        return name(values.size() - 1);
    }
}
