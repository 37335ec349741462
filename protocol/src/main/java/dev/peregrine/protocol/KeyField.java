package dev.peregrine.protocol;

import java.util.Locale;
import java.util.Optional;

/**
 * Fields of a transaction that can identify an entity, alone or combined.
 *
 * <p>The canonical form of an entity key, over which the keyed hash is taken, is: tenant id (2
 * bytes), entity type name's length (1 byte) and bytes (UTF-8), then for each field of the entity,
 * in the order the policy names them: the field's {@link #code()} (1 byte), the value's length (2
 * bytes), the value's bytes. Numbers are little-endian. Texts are the bytes as they came; an IP
 * address is its 16 bytes. A transaction in which one of the fields is empty does not belong to an
 * entity of that type.
 *
 * <p>The values of the fields that are no texts:
 *
 * <ul>
 *   <li>{@link #IP}: 16 bytes in network order. Cut to N bits ({@code ip/N}), the number N (1 byte)
 *       stands between the code and the length, and all bits of the 16 bytes behind the prefix are
 *       0: the prefix of an IPv4 address has N bits, that of an IPv6 address 2 N.
 *   <li>{@link #MERCHANT_COUNTRY}, {@link #ISSUER_COUNTRY}: the two letters.
 *   <li>{@link #MERCHANT_CATEGORY}, {@link #CURRENCY}: 2 bytes, the numeric code.
 *   <li>{@link #CHANNEL}: 1 byte, its number in the schema. Always there.
 *   <li>{@link #ATTRIBUTE}: the attribute's id (2 bytes), then the bytes of its value as they came.
 *       An empty text is no value.
 * </ul>
 */
public enum KeyField {
    CARD(1),
    ACCOUNT(2),
    MERCHANT(3),
    TERMINAL(4),
    DEVICE(5),
    EMAIL(6),
    EMAIL_DOMAIN(7),
    IP(8),
    MERCHANT_COUNTRY(9),
    ISSUER_COUNTRY(10),
    MERCHANT_CATEGORY(11),
    CHANNEL(12),
    CURRENCY(13),
    /** One of the tenant's own attributes; which one is told beside the field. */
    ATTRIBUTE(14);

    private final byte code;

    KeyField(int code) {
        this.code = (byte) code;
    }

    /** Number of the field in the canonical form of a key; never reused. */
    public byte code() {
        return code;
    }

    /** True for the fields that are texts of variable length in a transaction. */
    public boolean isText() {
        return code <= EMAIL_DOMAIN.code;
    }

    /** Name of the field in policies and JSON, such as {@code email_domain}. */
    public String externalName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The field of an external name, if there is one. */
    public static Optional<KeyField> ofExternalName(String name) {
        for (KeyField field : values()) {
            if (field.externalName().equals(name)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }
}
