package dev.peregrine.policy.condition;

import dev.peregrine.protocol.codec.AttributeType;

/** What a comparison compares with. */
public sealed interface Operand permits Literal, ConditionField {
    /** Type of the value. */
    AttributeType type();
}
