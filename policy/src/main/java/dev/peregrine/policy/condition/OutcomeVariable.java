package dev.peregrine.policy.condition;

import dev.peregrine.protocol.codec.AttributeType;
import java.util.Locale;

/**
 * The fields of {@code outcome}: what the issuer answered, as far as it is known when the feature
 * is taken. The external name is the constant's in lower case.
 */
public enum OutcomeVariable {
    /** A response code has come. */
    KNOWN(AttributeType.BOOLEAN),
    /** It approves, see {@link ResponseCodes}; false until it is known. */
    APPROVED(AttributeType.BOOLEAN),
    /** It does not approve; false until it is known. */
    DECLINED(AttributeType.BOOLEAN),
    /** The code itself, as in field 39 of ISO 8583; missing until it is known. */
    RESPONSE_CODE(AttributeType.STRING);

    private final AttributeType type;

    OutcomeVariable(AttributeType type) {
        this.type = type;
    }

    /** Type of the value. */
    public AttributeType type() {
        return type;
    }

    /** Name in conditions, as in {@code outcome.approved}. */
    public String externalName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
