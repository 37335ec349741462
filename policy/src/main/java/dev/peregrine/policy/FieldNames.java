package dev.peregrine.policy;

import dev.peregrine.policy.condition.Comparison;
import dev.peregrine.policy.condition.Condition;
import dev.peregrine.policy.condition.ConditionField;
import dev.peregrine.policy.condition.Literal;
import dev.peregrine.policy.condition.Operand;
import dev.peregrine.protocol.KeyField;
import java.util.List;
import java.util.stream.Collectors;

/** Writes what features name as {@code features.yaml} does. Immutable. */
public final class FieldNames {
    private final List<AttributeSpec> attributes;

    /**
     * @param attributes the bundle's
     */
    public FieldNames(List<AttributeSpec> attributes) {
        this.attributes = List.copyOf(attributes);
    }

    /** A part of a key, such as {@code card}, {@code ip/24} or {@code attr.loyalty_id}. */
    public String of(KeyPart part) {
        if (part.field() == KeyField.ATTRIBUTE) {
            return attribute(part.attributeId());
        }
        String name = part.field().externalName();
        return part.prefixBits() == 0 ? name : name + "/" + part.prefixBits();
    }

    /** Several parts: {@code card, merchant}. */
    public String of(List<KeyPart> parts) {
        return parts.stream().map(this::of).collect(Collectors.joining(", "));
    }

    /** A number of a transaction. */
    public String of(ValueField field) {
        return field.field() == NumericField.ATTRIBUTE
                ? attribute(field.attributeId())
                : field.field().externalName();
    }

    /** A condition as CEL. */
    public String of(Condition condition) {
        if (condition instanceof Condition.And and) {
            return grouped(and.left()) + " && " + grouped(and.right());
        } else if (condition instanceof Condition.Or or) {
            return grouped(or.left()) + " || " + grouped(or.right());
        } else if (condition instanceof Condition.Not not) {
            return "!" + grouped(not.operand());
        } else if (condition instanceof Condition.Compare compare) {
            return operand(compare.left()) + sign(compare.comparison()) + operand(compare.right());
        } else if (condition instanceof Condition.In in) {
            return in.literals().stream()
                    .map(this::operand)
                    .collect(Collectors.joining(", ", operand(in.field()) + " in [", "]"));
        } else if (condition instanceof Condition.Has has) {
            return "has(" + operand(has.field()) + ")";
        } else if (condition instanceof Condition.BoolField field) {
            return operand(field.field());
        }
        return Boolean.toString(((Condition.Constant) condition).value());
    }

    private String grouped(Condition condition) {
        boolean compound =
                condition instanceof Condition.And
                        || condition instanceof Condition.Or
                        || condition instanceof Condition.Compare
                        || condition instanceof Condition.In;
        return compound ? "(" + of(condition) + ")" : of(condition);
    }

    private String operand(Operand operand) {
        if (operand instanceof ConditionField.OfTransaction field) {
            return CelVariables.TX + "." + field.variable().externalName();
        } else if (operand instanceof ConditionField.OfOutcome field) {
            return CelVariables.OUTCOME + "." + field.variable().externalName();
        } else if (operand instanceof ConditionField.OfAttribute field) {
            return attribute(field.id());
        } else if (operand instanceof Literal.TextLiteral text) {
            return "\"" + text.value() + "\"";
        } else if (operand instanceof Literal.IntegerLiteral number) {
            return Long.toString(number.value());
        } else if (operand instanceof Literal.DoubleLiteral number) {
            return Double.toString(number.value());
        }
        return Boolean.toString(((Literal.BooleanLiteral) operand).value());
    }

    private static String sign(Comparison comparison) {
        return switch (comparison) {
            case EQUAL -> " == ";
            case NOT_EQUAL -> " != ";
            case LESS -> " < ";
            case LESS_OR_EQUAL -> " <= ";
            case GREATER -> " > ";
            case GREATER_OR_EQUAL -> " >= ";
        };
    }

    private String attribute(int id) {
        return Vocabulary.ATTRIBUTE_PREFIX
                + attributes.stream()
                        .filter(attribute -> attribute.id() == id)
                        .map(AttributeSpec::name)
                        .findFirst()
                        .orElse(Integer.toString(id));
    }
}
