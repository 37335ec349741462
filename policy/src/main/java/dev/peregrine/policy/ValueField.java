package dev.peregrine.policy;

import dev.peregrine.protocol.codec.AttributeType;

/**
 * The number that a feature takes from each transaction.
 *
 * @param field field of the transaction
 * @param attributeId the attribute's id where the field is ATTRIBUTE; else 0
 * @param attributeType the attribute's type where the field is ATTRIBUTE; else null
 */
public record ValueField(NumericField field, int attributeId, AttributeType attributeType) {
    /** The amount in the base currency. */
    public static final ValueField AMOUNT = of(NumericField.AMOUNT);

    /** A field that every tenant has. */
    public static ValueField of(NumericField field) {
        return new ValueField(field, 0, null);
    }

    /** One of the tenant's own attributes. */
    public static ValueField attribute(int id, AttributeType type) {
        return new ValueField(NumericField.ATTRIBUTE, id, type);
    }

    /** Type of the value. */
    public FeatureType type() {
        if (field != NumericField.ATTRIBUTE) {
            return field.type();
        }
        return switch (attributeType) {
            case INTEGER -> FeatureType.INTEGER;
            case BOOLEAN -> FeatureType.BOOLEAN;
            default -> FeatureType.DOUBLE;
        };
    }
}
