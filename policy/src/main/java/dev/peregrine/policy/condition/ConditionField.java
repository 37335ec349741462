package dev.peregrine.policy.condition;

import dev.peregrine.policy.TransactionVariable;
import dev.peregrine.protocol.codec.AttributeType;

/** A value that a condition reads. */
public sealed interface ConditionField extends Operand {
    /** A field of {@code tx}; neither EVENT_ID nor STALE_TIME. */
    record OfTransaction(TransactionVariable variable) implements ConditionField {
        @Override
        public AttributeType type() {
            return switch (variable.type().kind()) {
                case INT -> AttributeType.INTEGER;
                case DOUBLE -> AttributeType.DOUBLE;
                case BOOL -> AttributeType.BOOLEAN;
                default -> AttributeType.STRING;
            };
        }
    }

    /** A field of {@code outcome}. */
    record OfOutcome(OutcomeVariable variable) implements ConditionField {
        @Override
        public AttributeType type() {
            return variable.type();
        }
    }

    /** One of the tenant's own attributes; one that comes in another type is missing. */
    record OfAttribute(int id, AttributeType type) implements ConditionField {}
}
