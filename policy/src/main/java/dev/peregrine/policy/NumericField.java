package dev.peregrine.policy;

import java.util.Locale;

/**
 * Numbers of a transaction that features can take. The external name is the constant's in lower
 * case.
 */
public enum NumericField {
    /** Amount in minor units of the transaction's own currency. */
    AMOUNT_MINOR(FeatureType.INTEGER),
    /** Amount in the base currency: minor units, or major ones with {@code unit: major}. */
    AMOUNT(FeatureType.INTEGER),
    /** Hour of the event time in UTC, 0 .. 23. */
    HOUR(FeatureType.INTEGER),
    /** Day of the week of the event time in UTC, 1 (Monday) .. 7 (Sunday). */
    DAY_OF_WEEK(FeatureType.INTEGER),
    /** Merchant category code; missing when absent. */
    MERCHANT_CATEGORY(FeatureType.INTEGER),
    /** Number of the channel in the schema. */
    CHANNEL(FeatureType.INTEGER),
    /** One of the tenant's own attributes; which one, and its type, is told beside the field. */
    ATTRIBUTE(FeatureType.DOUBLE);

    private final FeatureType type;

    NumericField(FeatureType type) {
        this.type = type;
    }

    /** Type of the value. */
    public FeatureType type() {
        return type;
    }

    /** Name in {@code features.yaml}. */
    public String externalName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
