package dev.peregrine.policy;

import dev.peregrine.protocol.KeyField;
import dev.peregrine.protocol.ProtocolLimits;

/**
 * One part of a key: a field of the transaction, an IP network or one of the tenant's own
 * attributes.
 *
 * @param field field of the transaction
 * @param prefixBits for {@link KeyField#IP}: bits of an IPv4 address that count, {@value
 *     #MIN_PREFIX_BITS} .. {@value #MAX_PREFIX_BITS}, twice as many of an IPv6 address; 0 for the
 *     whole address and for every other field
 * @param attributeId for {@link KeyField#ATTRIBUTE}: the attribute's id; 0 for every other field
 */
public record KeyPart(KeyField field, int prefixBits, int attributeId) {
    public static final int MIN_PREFIX_BITS = 8;
    public static final int MAX_PREFIX_BITS = 32;

    /**
     * @throws IllegalArgumentException when prefix or attribute do not go with the field
     */
    public KeyPart {
        boolean prefixValid =
                prefixBits == 0
                        || (field == KeyField.IP
                                && prefixBits >= MIN_PREFIX_BITS
                                && prefixBits <= MAX_PREFIX_BITS);
        boolean attributeValid =
                field == KeyField.ATTRIBUTE
                        ? attributeId >= 0 && attributeId <= ProtocolLimits.MAX_ATTRIBUTE_ID
                        : attributeId == 0;
        if (!prefixValid || !attributeValid) {
            throw new IllegalArgumentException(
                    field + " with prefix " + prefixBits + " and attribute " + attributeId);
        }
    }

    /** A whole field. */
    public static KeyPart of(KeyField field) {
        return new KeyPart(field, 0, 0);
    }

    /** An IP network: {@code ip/24}. */
    public static KeyPart ipPrefix(int prefixBits) {
        return new KeyPart(KeyField.IP, prefixBits, 0);
    }

    /** One of the tenant's own attributes. */
    public static KeyPart attribute(int attributeId) {
        return new KeyPart(KeyField.ATTRIBUTE, 0, attributeId);
    }
}
