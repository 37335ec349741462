package dev.peregrine.policy;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.Locale;

/**
 * The fields of {@code tx} in rules: names, types, meaning. What a transaction does not have is
 * missing: {@code has(tx.device)} is false and reading it is an error.
 */
public enum TransactionVariable {
    /** Event id. */
    EVENT_ID(SimpleType.STRING),
    /** Amount in minor units of the transaction's own currency. */
    AMOUNT_MINOR(SimpleType.INT),
    /** ISO 4217 alphabetic code, such as {@code EUR}. */
    CURRENCY(SimpleType.STRING),
    /** Channel's name in the schema in lower case, such as {@code ecommerce}. */
    CHANNEL(SimpleType.STRING),
    /** Purpose's name in the schema in lower case, such as {@code authorisation}. */
    PURPOSE(SimpleType.STRING),
    /** Merchant category code; may be missing. */
    MERCHANT_CATEGORY(SimpleType.INT),
    /** ISO 3166-1 alpha-2 code; may be missing. */
    MERCHANT_COUNTRY(SimpleType.STRING),
    /** ISO 3166-1 alpha-2 code; may be missing. */
    ISSUER_COUNTRY(SimpleType.STRING),
    /** Card token; may be missing. */
    CARD(SimpleType.STRING),
    /** Account token; may be missing. */
    ACCOUNT(SimpleType.STRING),
    /** Merchant id; may be missing. */
    MERCHANT(SimpleType.STRING),
    /** Terminal id; may be missing. */
    TERMINAL(SimpleType.STRING),
    /** Device token; may be missing. */
    DEVICE(SimpleType.STRING),
    /** E-mail token; may be missing. */
    EMAIL(SimpleType.STRING),
    /** E-mail domain in lower case; may be missing. */
    EMAIL_DOMAIN(SimpleType.STRING),
    /** IP address, IPv4 dotted or IPv6 in RFC 5952 form; may be missing. */
    IP(SimpleType.STRING),
    /** Hour of the event time in UTC, 0 .. 23. */
    HOUR(SimpleType.INT),
    /** Day of the week of the event time in UTC, 1 (Monday) .. 7 (Sunday). */
    DAY_OF_WEEK(SimpleType.INT),
    /** Degrees, north positive; may be missing. */
    LATITUDE(SimpleType.DOUBLE),
    /** Degrees, east positive; may be missing. */
    LONGITUDE(SimpleType.DOUBLE),
    /** True when the event time is far from the ingress time. */
    STALE_TIME(SimpleType.BOOL);

    private final CelType type;

    TransactionVariable(CelType type) {
        this.type = type;
    }

    /** Type in rules. Values bound to it: String, Long, Double, Boolean. */
    public CelType type() {
        return type;
    }

    /** Name in rules, as in {@code tx.amount_minor}. */
    public String externalName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
